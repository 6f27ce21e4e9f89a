CREATE VIEW indicator_by_year AS
-- An indicator over fiscal years: a row for each year that has a value, with target, actual value and
-- gap. Times that lie in no single fiscal year have rows of their own, without a year. Values whose
-- kind the text does not say stand in unspecified. Where a kind has two values in a year, the larger
-- one stands here (see the diagnostic values_disagree).
SELECT
  i.document,
  d.path,
  i.id AS indicator,
  i.name,
  o.fiscal_year,
  MIN(o."start") AS "start",
  MAX(o."end") AS "end",
  MAX(CASE WHEN o.kind <> 'achievement' THEN o.unit END) AS unit,
  MAX(CASE WHEN o.kind = 'baseline' THEN o.value END) AS baseline,
  MAX(CASE WHEN o.kind = 'forecast' THEN o.value END) AS forecast,
  MAX(CASE WHEN o.kind = 'target' THEN o.comparator END) AS comparator,
  MAX(CASE WHEN o.kind = 'target' THEN o.value END) AS target,
  MAX(CASE WHEN o.kind = 'actual' THEN o.value END) AS actual,
  {MAX(CASE WHEN o.kind = 'actual' THEN o.value END)
    - MAX(CASE WHEN o.kind = 'target' THEN o.value END)} AS gap,
  MAX(CASE WHEN o.kind = 'achievement' THEN o.value END) AS achievement,
  MAX(CASE WHEN o.kind = 'unspecified' THEN o.value END) AS unspecified,
  i.lines_first AS line
FROM indicator i
JOIN document d ON d.id = i.document
JOIN observation o ON o.indicator = i.id
WHERE o.relative_to IS NULL AND o.value IS NOT NULL
GROUP BY
  i.document, d.path, i.id, i.name, i.lines_first, o.fiscal_year,
  CASE WHEN o.fiscal_year IS NULL THEN o."start" END,
  CASE WHEN o.fiscal_year IS NULL THEN o."end" END;

CREATE VIEW off_target AS
-- Indicators whose last actual value misses the last target that had fallen due by then. What is
-- better is decided by: the comparator of the target (以上, 以下); zero, which can only be aimed at
-- from above; the way from the first target to the last; the way from the value before the first
-- target; else more is assumed to be better.
WITH
  targets AS (
    SELECT y.*,
      ROW_NUMBER() OVER (PARTITION BY y.indicator ORDER BY y."end", y."start") AS place,
      ROW_NUMBER() OVER (PARTITION BY y.indicator ORDER BY y."end" DESC, y."start" DESC) AS back
    FROM indicator_by_year y
    WHERE y.target IS NOT NULL AND y."end" IS NOT NULL
  ),
  aims AS (
    SELECT f.indicator, f."start" AS first_start, f.target AS first_target, l.target AS last_target
    FROM targets f
    JOIN targets l ON l.indicator = f.indicator AND l.back = 1
    WHERE f.place = 1
  ),
  earlier AS (
    SELECT y.indicator, COALESCE(y.baseline, y.actual, y.unspecified) AS value,
      ROW_NUMBER() OVER (PARTITION BY y.indicator ORDER BY y."end" DESC) AS back
    FROM indicator_by_year y
    JOIN aims a ON a.indicator = y.indicator
    WHERE y."end" < a.first_start AND COALESCE(y.baseline, y.actual, y.unspecified) IS NOT NULL
  ),
  actuals AS (
    SELECT y.*,
      ROW_NUMBER() OVER (PARTITION BY y.indicator ORDER BY y."end" DESC, y."start" DESC) AS back
    FROM indicator_by_year y
    WHERE y.actual IS NOT NULL AND y."end" IS NOT NULL
  ),
  due AS (
    SELECT
      a.document, a.path, a.indicator, a.name, a.unit, a.line,
      t.fiscal_year AS target_year, t."end" AS target_end, t.comparator, t.target,
      a.fiscal_year AS actual_year, a."end" AS actual_end, a.actual,
      ROW_NUMBER() OVER (PARTITION BY a.indicator ORDER BY t."end" DESC, t."start" DESC) AS back
    FROM actuals a
    JOIN targets t ON t.indicator = a.indicator AND t."end" <= a."end"
    WHERE a.back = 1
  ),
  judged AS (
    SELECT due.*,
      CASE
        WHEN due.comparator IN ('>=', '>') THEN 'more'
        WHEN due.comparator IN ('<=', '<') THEN 'less'
        WHEN due.target = 0 THEN 'less'
        WHEN aims.last_target < aims.first_target THEN 'less'
        WHEN aims.last_target > aims.first_target THEN 'more'
        WHEN earlier.value > aims.first_target THEN 'less'
        ELSE 'more'
      END AS better,
      CASE
        WHEN due.comparator IN ('>=', '>', '<=', '<') THEN 'comparator'
        WHEN due.target = 0 THEN 'zero'
        WHEN aims.last_target <> aims.first_target THEN 'targets'
        WHEN earlier.value <> aims.first_target THEN 'value before'
        ELSE 'assumed'
      END AS decided_by
    FROM due
    JOIN aims ON aims.indicator = due.indicator
    LEFT JOIN earlier ON earlier.indicator = due.indicator AND earlier.back = 1
    WHERE due.back = 1
  )
SELECT
  document, path, indicator, name, unit, target_year, target_end, comparator, target,
  actual_year, actual_end, actual, {actual - target} AS gap, better, decided_by, line
FROM judged
WHERE CASE
    WHEN comparator = '>' THEN actual <= target
    WHEN comparator = '<' THEN actual >= target
    WHEN better = 'less' THEN actual > target
    ELSE actual < target
  END;

CREATE VIEW responsibility AS
-- Who is responsible for what: a row for each department and what it is responsible for, with the
-- first line that says so and how many do. Departments of indicators, initiatives and projects that
-- are mentioned for something else (one cell for several rows) have no role, and the line of what
-- they are responsible for.
WITH
  listed AS (
    SELECT 'indicator' AS record, indicator AS id, name, NULL AS unit FROM indicator_department
    UNION ALL
    SELECT 'initiative', initiative, name, unit FROM initiative_department
    UNION ALL
    SELECT 'project', project, name, unit FROM project_department
  ),
  said AS (
    SELECT
      m.document, MIN(o.name) AS organization, m.name, m.unit, m.role, m.of_record, m.of_id,
      MIN(m.lines_first) AS line, COUNT(DISTINCT m.id) AS mentions
    FROM department m
    LEFT JOIN department_organization o ON o.department = m.id AND NOT EXISTS (
      SELECT 1 FROM department_organization n
      WHERE n.department = o.department AND n.position > o.position
    )
    GROUP BY m.document, m.name, m.unit, m.role, m.of_record, m.of_id
    UNION ALL
    SELECT NULL, NULL, l.name, l.unit, NULL, l.record, l.id, NULL, 0
    FROM listed l
    WHERE NOT EXISTS (
      SELECT 1 FROM department m
      WHERE m.of_id = l.id AND m.name = l.name AND COALESCE(m.unit, '') = COALESCE(l.unit, m.unit, '')
    )
  )
SELECT
  d.id AS document,
  d.path,
  m.organization,
  m.name AS department,
  m.unit,
  m.role,
  m.of_record,
  m.of_id,
  COALESCE(i.name, p.name, n.text, s.title, t.caption) AS of_name,
  COALESCE(m.line, i.lines_first, p.lines_first, n.lines_first) AS line,
  m.mentions
FROM said m
LEFT JOIN indicator i ON i.id = m.of_id
LEFT JOIN project p ON p.id = m.of_id
LEFT JOIN initiative n ON n.id = m.of_id
LEFT JOIN section s ON s.id = m.of_id
LEFT JOIN "table" t ON t.id = m.of_id
JOIN document d ON d.id = COALESCE(m.document, i.document, p.document, n.document);
