VIEW observations values of indicators
-- Every value of every indicator: a row each, with whose document it is in, where, of what time, and
-- who is responsible.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  [list section_path title section i.section >] AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project that the indicator belongs to.
  [list indicator_department name indicator i.id ;] AS department, -- text: Who is responsible for it.
  i.name AS indicator, -- text: The indicator.
  i.role AS role, -- text: output, outcome or context.
  o.kind AS kind, -- text: What the value says: target, actual, baseline, forecast and so on.
  o.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  [year o] AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
  o."start" AS start_date, -- date: The first day of its time.
  o."end" AS end_date, -- date: The last day of its time, inclusive.
  o.comparator AS comparator, -- text: How the value is meant: =, >=, <=, >, < or ~.
  o.value AS value, -- decimal: The value in the base unit.
  o.value_high AS value_high, -- decimal: The upper end of a range.
  o.unit AS unit, -- text: The unit without its scale.
  o.per AS per, -- text: The time that a rate is per: year, month, week or day.
  o.over_years AS over_years, -- integer: How many years a total is over.
  o.aggregate AS aggregate, -- text: How a value over time was made of the values in it: sum or mean.
  o.relative_to AS relative_to, -- text: The base that a relative value is counted from, as written.
  o.direction AS direction, -- text: Which way a relative value is to go: increase, decrease or keep.
  o.text AS text, -- text: The value as written.
  o.confidence AS confidence, -- real: How sure the reading is, from 0 to 1.
  d.path AS path, -- text: The file.
  d.given_source_url AS source_url, -- text: Where the file comes from, as a manifest says.
  COALESCE(o.page, i.page) AS page, -- integer: The page that it stands on, from 1.
  i.lines_first AS line, -- integer: The line that the indicator stands on, from 1.
  i.document AS document, -- text: The id of the document.
  i.id AS id, -- text: The id of the indicator, for keikaku show.
  o.position AS position -- integer: The place of the value in the indicator, from 0.
FROM indicator i
JOIN document d ON d.id = i.document
JOIN observation o ON o.indicator = i.id
LEFT JOIN project p ON p.id = i.project
END

VIEW table_values values of tables
-- Every number, missing mark and time in a data cell of any table: a row each, with what its row and
-- its column are called.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  [list section_path title section t.section >] AS section_path, -- text: The titles from the outermost section in.
  t.caption AS caption, -- text: The caption of the table.
  t.role AS table_role, -- text: What the table is for.
  [json v.row_path] AS row_path, -- text: What its row is called, outermost first.
  [json v.column_path] AS column_path, -- text: What its column is called, outermost first.
  v.kind AS kind, -- text: What the value says: target, actual, baseline, forecast and so on.
  v.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  [year v] AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
  v."start" AS start_date, -- date: The first day of its time.
  v."end" AS end_date, -- date: The last day of its time, inclusive.
  v.comparator AS comparator, -- text: How the value is meant: =, >=, <=, >, < or ~.
  v.value AS value, -- decimal: The value in the base unit.
  v.value_high AS value_high, -- decimal: The upper end of a range.
  v.unit AS unit, -- text: The unit without its scale.
  v.text AS text, -- text: The value as written.
  v.total AS total, -- boolean: Whether it is a sum of other values of the table.
  v.confidence AS confidence, -- real: How sure the reading is, from 0 to 1.
  d.path AS path, -- text: The file.
  d.given_source_url AS source_url, -- text: Where the file comes from, as a manifest says.
  COALESCE(v.page, t.page) AS page, -- integer: The page that it stands on, from 1.
  v.lines_first AS line, -- integer: The line that it stands on, from 1.
  v."row" AS row_index, -- integer: Its row in the table, from 0.
  v."column" AS column_index, -- integer: Its column in the table, from 0.
  t.document AS document, -- text: The id of the document.
  t.id AS id, -- text: The id of the table, for keikaku show.
  v.position AS position -- integer: The place of the value in the table, from 0.
FROM "table" t
JOIN document d ON d.id = t.document
JOIN table_value v ON v."table" = t.id
END

VIEW projects projects
-- Every project: a row each, with who carries it out, from when to when, and what for.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  [list section_path title section p.section >] AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project.
  [list project_department name project p.id ;] AS department, -- text: Who carries it out.
  [list project_initiative number project p.id ;] AS initiatives, -- text: The numbers of the initiatives that it serves.
  p.purpose AS purpose, -- text: What it is for, as written.
  p.period_start AS start_date, -- date: The first day that it runs.
  p.period_end AS end_date, -- date: The last day that it runs, inclusive.
  (SELECT MIN(s.fiscal_years_first) FROM schedule_entry s WHERE s.project = p.id) AS first_fiscal_year, -- integer: The first fiscal year of its schedule.
  (SELECT MAX(s.fiscal_years_last) FROM schedule_entry s WHERE s.project = p.id) AS last_fiscal_year, -- integer: The last fiscal year of its schedule.
  d.path AS path, -- text: The file.
  d.given_source_url AS source_url, -- text: Where the file comes from, as a manifest says.
  p.page AS page, -- integer: The page that it stands on, from 1.
  p.lines_first AS line, -- integer: The line that it stands on, from 1.
  p.document AS document, -- text: The id of the document.
  p.id AS id, -- text: The id of the project, for keikaku show.
  CAST(0 AS bigint) AS position -- integer: Always 0.
FROM project p
JOIN document d ON d.id = p.document
END

VIEW costs costs of projects
-- Every amount of money of every project: a row each.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  [list section_path title section p.section >] AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project.
  [list project_department name project p.id ;] AS department, -- text: Who carries it out.
  c.name AS cost, -- text: The row or column that names the amount.
  c.kind AS kind, -- text: Whether it is planned or was spent.
  c.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  [year c] AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
  c."start" AS start_date, -- date: The first day of its time.
  c."end" AS end_date, -- date: The last day of its time, inclusive.
  c.value AS value, -- decimal: The amount in the base unit.
  c.unit AS unit, -- text: The unit without its scale.
  c.text AS text, -- text: The amount as written.
  d.path AS path, -- text: The file.
  d.given_source_url AS source_url, -- text: Where the file comes from, as a manifest says.
  COALESCE(c.page, p.page) AS page, -- integer: The page that it stands on, from 1.
  p.lines_first AS line, -- integer: The line that the project stands on, from 1.
  p.document AS document, -- text: The id of the document.
  p.id AS id, -- text: The id of the project, for keikaku show.
  c.position AS position -- integer: The place of the amount in the project, from 0.
FROM cost c
JOIN project p ON p.id = c.project
JOIN document d ON d.id = p.document
END

VIEW coverage documents
-- What was read of every document: a row each. A value of a table is taken where it is a value of an
-- indicator or an amount of a project, too.
WITH
  taken AS (
    SELECT i.document, o.span_start
    FROM indicator i
    JOIN observation o ON o.indicator = i.id
    UNION
    SELECT p.document, c.span_start
    FROM project p
    JOIN cost c ON c.project = p.id
  ),
  found AS (
    SELECT t.document, COUNT(*) AS found, COUNT(taken.span_start) AS taken
    FROM "table" t
    JOIN table_value v ON v."table" = t.id
    LEFT JOIN taken ON taken.document = t.document AND taken.span_start = v.span_start
    GROUP BY t.document
  ),
  places AS (
    SELECT DISTINCT v."table", v."row", v."column" FROM table_value v
  ),
  cells AS (
    SELECT t.document, COUNT(*) AS digits, COUNT(*) - COUNT(places."row") AS others
    FROM "table" t
    JOIN table_cell e ON e."table" = t.id
    LEFT JOIN places ON places."table" = e."table"
      AND places."row" = e.row_position AND places."column" = e.column_position
    WHERE [digits e.text]
    GROUP BY t.document
  ),
  values_of AS (
    SELECT i.document, COUNT(*) AS observations
    FROM indicator i
    JOIN observation o ON o.indicator = i.id
    GROUP BY i.document
  ),
  amounts_of AS (
    SELECT p.document, COUNT(*) AS costs
    FROM project p
    JOIN cost c ON c.project = p.id
    GROUP BY p.document
  ),
  said AS (
    SELECT
      g.document,
      COUNT(CASE WHEN g.severity = 'error' THEN 1 END) AS errors,
      COUNT(CASE WHEN g.severity = 'warning' THEN 1 END) AS warnings,
      COUNT(CASE WHEN g.severity = 'info' THEN 1 END) AS notes
    FROM diagnostic g
    GROUP BY g.document
  ),
  stands AS (
    SELECT a.document, MAX(a.page) AS page
    FROM (
      SELECT document, page FROM section
      UNION ALL SELECT document, page FROM "table"
      UNION ALL SELECT document, page FROM indicator
      UNION ALL SELECT document, page FROM project
      UNION ALL SELECT document, page FROM statement
      UNION ALL SELECT document, page FROM period
      UNION ALL SELECT document, page FROM amount
      UNION ALL SELECT document, page FROM diagnostic
    ) a
    GROUP BY a.document
  )
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.kind AS kind, -- text: The kind of document.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  d.path AS path, -- text: The file.
  d.given_source_url AS source_url, -- text: Where the file comes from, as a manifest says.
  stands.page AS last_page, -- integer: The last page that something was found on, from 1; nothing where the text has no pages.
  (SELECT COUNT(*) FROM section r WHERE r.document = d.id) AS sections, -- integer: How many sections it has.
  (SELECT COUNT(*) FROM "table" r WHERE r.document = d.id) AS tables, -- integer: How many tables were read.
  COALESCE(found.found, 0) AS table_values, -- integer: How many values their cells hold: numbers, missing marks and times.
  COALESCE(found.taken, 0) AS table_values_taken, -- integer: How many of these are values of indicators or amounts of projects, too.
  COALESCE(cells.digits, 0) AS digit_cells, -- integer: How many cells of its tables hold a digit, labels included.
  COALESCE(cells.others, 0) AS digit_cells_not_read, -- integer: How many of these hold no value that was read: labels, and what was missed.
  (SELECT COUNT(*) FROM indicator r WHERE r.document = d.id) AS indicators, -- integer: How many indicators it has.
  COALESCE(values_of.observations, 0) AS observations, -- integer: How many values these have, in tables and in text.
  (SELECT COUNT(*) FROM project r WHERE r.document = d.id) AS projects, -- integer: How many projects it has.
  COALESCE(amounts_of.costs, 0) AS costs, -- integer: How many amounts of money these have.
  (SELECT COUNT(*) FROM statement r WHERE r.document = d.id) AS statements, -- integer: How many statements of minutes it has.
  (SELECT COUNT(*) FROM amount r WHERE r.document = d.id) AS amounts, -- integer: How many quantities in running text belong to no indicator.
  COALESCE(said.errors, 0) AS errors, -- integer: How many errors were found.
  COALESCE(said.warnings, 0) AS warnings, -- integer: How many warnings there are.
  COALESCE(said.notes, 0) AS notes, -- integer: How many notes there are.
  (SELECT g.code FROM diagnostic g WHERE g.document = d.id AND g.severity <> 'info' AND g.code <> 'manifest_differs' ORDER BY g.severity, g.lines_first, g.id LIMIT 1) AS reason, -- text: The first error, else the first warning, by its code; what a manifest says otherwise aside.
  d.lines_first AS line, -- integer: Its first line.
  d.id AS document, -- text: The id of the document.
  d.id AS id, -- text: The same, for keikaku show.
  CAST(0 AS bigint) AS position -- integer: Always 0.
FROM document d
LEFT JOIN found ON found.document = d.id
LEFT JOIN cells ON cells.document = d.id
LEFT JOIN values_of ON values_of.document = d.id
LEFT JOIN amounts_of ON amounts_of.document = d.id
LEFT JOIN said ON said.document = d.id
LEFT JOIN stands ON stands.document = d.id
END
