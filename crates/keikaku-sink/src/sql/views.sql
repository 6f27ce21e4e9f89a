-- An indicator over fiscal years: a row for each year, with target, actual value and gap. Times that
-- lie in no single fiscal year have rows of their own, without a year. Where a kind has two values in
-- a year, the larger one stands here (see the diagnostic values_disagree).
CREATE VIEW indicator_by_year AS
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
  i.lines_first AS line
FROM indicator i
JOIN document d ON d.id = i.document
JOIN observation o ON o.indicator = i.id
WHERE o.relative_to IS NULL
GROUP BY
  i.document, d.path, i.id, i.name, i.lines_first, o.fiscal_year,
  CASE WHEN o.fiscal_year IS NULL THEN o."start" END,
  CASE WHEN o.fiscal_year IS NULL THEN o."end" END;

-- Indicators whose last actual value misses the last target that had fallen due by then. Where the
-- target does not say whether more or less is better (以上, 以下), the way from the first value to it
-- does.
CREATE VIEW off_target AS
WITH
  actual AS (
    SELECT y.*, ROW_NUMBER() OVER (PARTITION BY y.indicator ORDER BY y.fiscal_year DESC) AS place
    FROM indicator_by_year y
    WHERE y.actual IS NOT NULL AND y.fiscal_year IS NOT NULL
  ),
  due AS (
    SELECT
      a.document, a.path, a.indicator, a.name, a.unit, a.line,
      t.fiscal_year AS target_year, t.comparator, t.target,
      a.fiscal_year AS actual_year, a.actual,
      ROW_NUMBER() OVER (PARTITION BY a.indicator ORDER BY t.fiscal_year DESC) AS place
    FROM actual a
    JOIN indicator_by_year t ON t.indicator = a.indicator AND t.fiscal_year <= a.fiscal_year
    WHERE a.place = 1 AND t.target IS NOT NULL
  ),
  first_value AS (
    SELECT o.indicator, o.value,
      ROW_NUMBER() OVER (PARTITION BY o.indicator ORDER BY o."start", o.position) AS place
    FROM observation o
    WHERE o.kind IN ('baseline', 'actual') AND o.value IS NOT NULL AND o."start" IS NOT NULL
      AND o.relative_to IS NULL
  )
SELECT
  due.document, due.path, due.indicator, due.name, due.unit, due.target_year, due.comparator,
  due.target, due.actual_year, due.actual, {due.actual - due.target} AS gap, due.line
FROM due
LEFT JOIN first_value f ON f.indicator = due.indicator AND f.place = 1
WHERE due.place = 1
  AND CASE
    WHEN due.comparator = '>=' THEN due.actual < due.target
    WHEN due.comparator = '>' THEN due.actual <= due.target
    WHEN due.comparator = '<=' THEN due.actual > due.target
    WHEN due.comparator = '<' THEN due.actual >= due.target
    WHEN f.value > due.target THEN due.actual > due.target
    ELSE due.actual < due.target
  END;

-- Who is responsible for what: every mention of a department, and the departments of indicators,
-- initiatives and projects that are mentioned for something else (a cell for several rows); these have
-- no role, and the line is that of what they are responsible for.
CREATE VIEW responsibility AS
WITH
  listed AS (
    SELECT 'indicator' AS record, indicator AS id, name, NULL AS unit FROM indicator_department
    UNION ALL
    SELECT 'initiative', initiative, name, NULL FROM initiative_department
    UNION ALL
    SELECT 'project', project, name, unit FROM project_department
  ),
  said AS (
    SELECT
      m.document,
      (SELECT o.name FROM department_organization o WHERE o.department = m.id
       ORDER BY o.position DESC LIMIT 1) AS organization,
      m.name, m.unit, m.role, m.of_record, m.of_id, m.lines_first AS line
    FROM department m
    UNION ALL
    SELECT NULL, NULL, l.name, l.unit, NULL, l.record, l.id, NULL
    FROM listed l
    WHERE NOT EXISTS (SELECT 1 FROM department m WHERE m.of_id = l.id AND m.name = l.name)
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
  COALESCE(m.line, i.lines_first, p.lines_first, n.lines_first) AS line
FROM said m
LEFT JOIN indicator i ON i.id = m.of_id
LEFT JOIN project p ON p.id = m.of_id
LEFT JOIN initiative n ON n.id = m.of_id
LEFT JOIN section s ON s.id = m.of_id
LEFT JOIN "table" t ON t.id = m.of_id
JOIN document d ON d.id = COALESCE(m.document, i.document, p.document, n.document);
