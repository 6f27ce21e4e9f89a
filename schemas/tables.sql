CREATE TABLE "document" ( -- A file that was read. One that could not be read has null where nothing is known, and an error diagnostic beside it.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "schema_version" TEXT NOT NULL, -- The version of the schema that the records of this document follow.
  "path" TEXT NOT NULL, -- The path as given, `/` between its parts.
  "sha256" TEXT, -- SHA-256 of the file's bytes in lower-case hexadecimal digits; null when it was not read.
  "bytes" INTEGER, -- The file's size in bytes; null when it is not known.
  "encoding" TEXT, -- The character encoding by its WHATWG name; null for what is no text.
  "dump_version" INTEGER, -- The version of the rules by which the text was written that spans, lines and ids refer to, where it is keikaku's own: that of a PDF. Null for texts.
  "title" TEXT, -- The document's own name; where a section gives it (計画の名称), that one.
  "issuer_name" TEXT, -- Its name as the text has it.
  "issuer_code" TEXT, -- Its national local-government code (全国地方公共団体コード), or null.
  "kind" TEXT NOT NULL, -- The kind of document.
  "issued_start" TEXT, -- The first day, or null for an open time.
  "issued_end" TEXT, -- The last day, inclusive, or null for an open time.
  "issued_basis" TEXT, -- What kind of time it is.
  "given_path" TEXT, -- The path or pattern by which the manifest names it; of several, the last that applies.
  "given_source_url" TEXT, -- Where the file comes from, as a URL, or null.
  "given_issuer_name" TEXT, -- The public body that publishes it, or null.
  "given_issuer_code" TEXT, -- The body's national local-government code (全国地方公共団体コード), or null.
  "given_title" TEXT, -- The document's name, or null.
  "given_kind" TEXT, -- The kind of document, or null.
  "given_published_start" TEXT, -- The first day, or null for an open time.
  "given_published_end" TEXT, -- The last day, inclusive, or null for an open time.
  "given_published_basis" TEXT, -- What kind of time it is.
  "given_retrieved" TEXT, -- When it was retrieved, as given: an ISO date, with a time of day or without; or null.
  "given_licence" TEXT, -- The licence that it may be used under, or null.
  "read_title" TEXT, -- The document's own name, or null.
  "read_issuer_name" TEXT, -- Its name as the text has it.
  "read_issuer_code" TEXT, -- Its national local-government code (全国地方公共団体コード), or null.
  "read_kind" TEXT, -- The kind of document.
  "read_issued_start" TEXT, -- The first day, or null for an open time.
  "read_issued_end" TEXT, -- The last day, inclusive, or null for an open time.
  "read_issued_basis" TEXT, -- What kind of time it is.
  PRIMARY KEY ("id")
);
CREATE TABLE "document_given" ( -- What the further columns of the manifest say, by their names.
  "document" TEXT NOT NULL, -- The id of its document.
  "name" TEXT NOT NULL, -- The name.
  "value" TEXT NOT NULL, -- What it says.
  PRIMARY KEY ("document", "name"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "document_count" ( -- How many records there are of each kind, this one and diagnostics included.
  "document" TEXT NOT NULL, -- The id of its document.
  "record" TEXT NOT NULL, -- The kind of record.
  "count" INTEGER NOT NULL, -- How many there are.
  PRIMARY KEY ("document", "record"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "box" ( -- Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]` in points from the top left, one for each piece. Left out for texts.
  "id" TEXT NOT NULL, -- The id of the record.
  "document" TEXT NOT NULL, -- The id of its document.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "page" INTEGER NOT NULL, -- The page, from 1.
  "x0" REAL NOT NULL, -- The left of the box, in points from the top left of the page.
  "y0" REAL NOT NULL, -- The top of the box, in points from the top left of the page.
  "x1" REAL NOT NULL, -- The right of the box, in points from the top left of the page.
  "y1" REAL NOT NULL, -- The bottom of the box, in points from the top left of the page.
  PRIMARY KEY ("id", "position"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "span" ( -- All pieces in order, where the record was joined from pieces that stand apart; `span` is the first. Left out otherwise.
  "id" TEXT NOT NULL, -- The id of the record.
  "document" TEXT NOT NULL, -- The id of its document.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "start" INTEGER NOT NULL, -- A bound of the piece: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "end" INTEGER NOT NULL, -- A bound of the piece: `[start, end)`, byte offsets into the decoded UTF-8 text.
  PRIMARY KEY ("id", "position"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "section" ( -- A section: its header, and the lines that it holds. A header repeated on the next page is the same section; an entry of a table of contents is none.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "number" TEXT, -- The number as written (`(1)`, `5-2`, `①`, `議題１`, `取組方向1`), or null.
  "title" TEXT NOT NULL, -- The title without its number, clean.
  "level" INTEGER NOT NULL, -- The depth; 1 is outermost.
  "extent_first" INTEGER NOT NULL, -- The lines that it holds, from its header on: `[first, last]`, 1-based, inclusive.
  "extent_last" INTEGER NOT NULL, -- The lines that it holds, from its header on: `[first, last]`, 1-based, inclusive.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "section_path" ( -- The titles from the outermost section in, each with its number; this one is the last.
  "section" TEXT NOT NULL, -- The id of its section.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "title" TEXT NOT NULL, -- The titles from the outermost section in, each with its number; this one is the last.
  PRIMARY KEY ("section", "position"),
  FOREIGN KEY ("section") REFERENCES "section" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "table" ( -- A table with its cells.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "caption" TEXT, -- The caption, or null.
  "role" TEXT NOT NULL, -- What the table is for.
  "layout" TEXT NOT NULL, -- What marked its columns in the source.
  "confidence" REAL NOT NULL, -- How sure it is that these lines are a table with these columns, from 0 to 1.
  "continues" TEXT, -- The id of the table that this one carries on over a page break, or null.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "table_column" ( -- The header texts; merged header rows are joined with a space.
  "table" TEXT NOT NULL, -- The id of its table.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "text" TEXT NOT NULL, -- The header texts; merged header rows are joined with a space.
  PRIMARY KEY ("table", "position"),
  FOREIGN KEY ("table") REFERENCES "table" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "table_cell" ( -- The cell texts; every row is as long as `columns`.
  "table" TEXT NOT NULL, -- The id of its table.
  "row_position" INTEGER NOT NULL, -- The row in the list, from 0.
  "column_position" INTEGER NOT NULL, -- The column in the list, from 0.
  "text" TEXT NOT NULL, -- The cell texts; every row is as long as `columns`.
  PRIMARY KEY ("table", "row_position", "column_position"),
  FOREIGN KEY ("table") REFERENCES "table" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "table_value" ( -- What its data cells hold: numbers, missing marks and times, whatever the table is for.
  "table" TEXT NOT NULL, -- The id of its table.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "row" INTEGER NOT NULL, -- Its row in `rows`, from 0.
  "column" INTEGER NOT NULL, -- Its column in `columns`, from 0.
  "row_path" TEXT NOT NULL, -- What its row is called, outermost first; units are no part of it. A JSON array of texts.
  "column_path" TEXT NOT NULL, -- What its column is called, outermost first; units are no part of it. A JSON array of texts.
  "value_exact" TEXT, -- The value in the base unit, exact; the lower end of a range. Null where there is none.
  "value" NUMERIC GENERATED ALWAYS AS (CAST("value_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "value_high_exact" TEXT, -- The upper end of a range (`70～80％`), or null.
  "value_high" NUMERIC GENERATED ALWAYS AS (CAST("value_high_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "unit" TEXT, -- The unit without its scale, or null.
  "comparator" TEXT NOT NULL, -- How the value is meant.
  "start" TEXT, -- The first day of its time, or null.
  "end" TEXT, -- The last day of its time, inclusive, or null.
  "basis" TEXT, -- What kind of time it is, or null where none is given.
  "fiscal_year" INTEGER, -- The fiscal year by its first calendar year, when the time lies in exactly one, else null.
  "kind" TEXT NOT NULL, -- What the value says.
  "text" TEXT NOT NULL, -- The value as written, hard wraps joined.
  "span_start" INTEGER NOT NULL, -- Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it stands on, from 1; null where the text has no pages.
  "from_kind" TEXT, -- What decided its kind.
  "from_unit" TEXT, -- What decided its unit.
  "from_time" TEXT, -- What decided its time.
  "confidence" REAL NOT NULL, -- How sure the reading is, from 0 to 1.
  "total" INTEGER NOT NULL CHECK ("total" IN (0, 1)), -- Whether it is a sum (計, 合計, 小計) of other values of the table.
  PRIMARY KEY ("table", "position"),
  FOREIGN KEY ("table") REFERENCES "table" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "department" ( -- One mention of who is responsible.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "text" TEXT NOT NULL, -- The mention as written.
  "name" TEXT NOT NULL, -- The department, whole even where a cell broke its name.
  "unit" TEXT, -- Its sub-unit, as in `ものづくり・イノベーション課 (工業研究所)`, or null.
  "role" TEXT NOT NULL, -- What it does.
  "of_record" TEXT, -- The kind of the other record.
  "of_id" TEXT, -- The id of the other record.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "department_organization" ( -- The chain above it, outermost first: `["雇用経済部"]`.
  "department" TEXT NOT NULL, -- The id of its department.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "name" TEXT NOT NULL, -- The chain above it, outermost first: `["雇用経済部"]`.
  PRIMARY KEY ("department", "position"),
  FOREIGN KEY ("department") REFERENCES "department" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "indicator" ( -- A measure with its values over time (指標, KPI).
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "name" TEXT NOT NULL, -- The label without what became a field, clean.
  "label" TEXT NOT NULL, -- The label as written.
  "primary" INTEGER NOT NULL CHECK ("primary" IN (0, 1)), -- Whether it is a main one; false for サブ指標.
  "cumulative" INTEGER NOT NULL CHECK ("cumulative" IN (0, 1)), -- Whether its values add up from a start (累計, 延べ).
  "unit" TEXT, -- The unit of its values without a scale (`件`, `人`, `%`), or null.
  "role" TEXT, -- What of a project or plan it measures, or null.
  "better" TEXT, -- Which way its values are to go, or null where that is not known.
  "better_from" TEXT, -- What says so, or null.
  "project" TEXT, -- The id of the project that it measures, or null.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "indicator_department" ( -- The names of the departments responsible for it.
  "indicator" TEXT NOT NULL, -- The id of its indicator.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "name" TEXT NOT NULL, -- The names of the departments responsible for it.
  PRIMARY KEY ("indicator", "position"),
  FOREIGN KEY ("indicator") REFERENCES "indicator" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "observation" ( -- Its values, in the order of the text.
  "indicator" TEXT NOT NULL, -- The id of its indicator.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "start" TEXT, -- The first day of its time, or null.
  "end" TEXT, -- The last day of its time, inclusive, or null.
  "basis" TEXT, -- What kind of time it is, or null where none is given.
  "fiscal_year" INTEGER, -- The fiscal year by its first calendar year, when the time lies in exactly one, else null.
  "kind" TEXT NOT NULL, -- What the value says.
  "value_exact" TEXT, -- The value in the base unit, exact; of a range the lower bound. Null when it is undetermined or missing, when no number is stated (増加), and for a share without an end in decimals.
  "value" NUMERIC GENERATED ALWAYS AS (CAST("value_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "value_high_exact" TEXT, -- The upper bound of a range (`70～80％`), or null.
  "value_high" NUMERIC GENERATED ALWAYS AS (CAST("value_high_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "unit" TEXT, -- The unit without its scale, or null.
  "comparator" TEXT NOT NULL, -- How the value is meant.
  "per" TEXT, -- The time that a rate is per (`年111校`), or null.
  "over_years" INTEGER, -- The number of years that the value is over (`５年間で３人`), or null.
  "aggregate" TEXT, -- How the value was made of those of the time that it covers (累計, 平均), or null.
  "relative_to" TEXT, -- The base of a relative value as written (`2018年3月末実績`, `前年度`), or null.
  "direction" TEXT, -- Which way a relative value goes from its base (削減, 増, 維持), or null.
  "numerator_exact" TEXT, -- How many, where the value is written as a share (2 of `３分の２`), or null.
  "numerator" NUMERIC GENERATED ALWAYS AS (CAST("numerator_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "denominator_exact" TEXT, -- Of how many, where the value is written as a share (3 of `３分の２`), or null.
  "denominator" NUMERIC GENERATED ALWAYS AS (CAST("denominator_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "text" TEXT NOT NULL, -- The value as written, hard wraps joined.
  "span_start" INTEGER NOT NULL, -- Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "page" INTEGER, -- The page that it stands on, from 1; null where the text has no pages.
  "confidence" REAL NOT NULL, -- How sure the reading is, from 0 to 1.
  "from_kind" TEXT, -- What decided its kind.
  "from_unit" TEXT, -- What decided its unit.
  "from_time" TEXT, -- What decided its time.
  PRIMARY KEY ("indicator", "position"),
  FOREIGN KEY ("indicator") REFERENCES "indicator" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "observation_reason" ( -- Why it is not quite sure; empty where nothing speaks against the reading.
  "indicator" TEXT NOT NULL, -- The id of its indicator.
  "observation" INTEGER NOT NULL, -- The place of its observation, from 0.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "reason" TEXT NOT NULL, -- A reason to doubt the reading of an observation. Minor versions may add values.
  PRIMARY KEY ("indicator", "observation", "position"),
  FOREIGN KEY ("indicator", "observation") REFERENCES "observation" ("indicator", "position") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "observation_box" ( -- Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]`. Left out for texts.
  "indicator" TEXT NOT NULL, -- The id of its indicator.
  "observation" INTEGER NOT NULL, -- The place of its observation, from 0.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "page" INTEGER NOT NULL, -- The page, from 1.
  "x0" REAL NOT NULL, -- The left of the box, in points from the top left of the page.
  "y0" REAL NOT NULL, -- The top of the box, in points from the top left of the page.
  "x1" REAL NOT NULL, -- The right of the box, in points from the top left of the page.
  "y1" REAL NOT NULL, -- The bottom of the box, in points from the top left of the page.
  PRIMARY KEY ("indicator", "observation", "position"),
  FOREIGN KEY ("indicator", "observation") REFERENCES "observation" ("indicator", "position") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "initiative" ( -- A numbered measure to be taken (取組).
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "number" TEXT, -- The number as written (`①`), or null.
  "text" TEXT NOT NULL, -- The measure as written, without its number and departments, hard wraps joined.
  "repeated" INTEGER NOT NULL CHECK ("repeated" IN (0, 1)), -- Whether the document gives it elsewhere too (再掲).
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "initiative_department" ( -- Who takes it.
  "initiative" TEXT NOT NULL, -- The id of its initiative.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "name" TEXT NOT NULL, -- The department.
  "unit" TEXT, -- Its sub-unit, or null.
  PRIMARY KEY ("initiative", "position"),
  FOREIGN KEY ("initiative") REFERENCES "initiative" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "project" ( -- A project (事業): a row of a schedule, or a 事業の名称 with its fields.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "name" TEXT NOT NULL, -- The name, clean.
  "period_start" TEXT, -- The first day, or null for an open time.
  "period_end" TEXT, -- The last day, inclusive, or null for an open time.
  "period_basis" TEXT, -- What kind of time it is.
  "purpose" TEXT, -- What it is for (目的), as written, or null.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "project_initiative" ( -- The numbers of the initiatives that it serves, ranges spelled out: `①～③` is `["①","②","③"]`.
  "project" TEXT NOT NULL, -- The id of its project.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "number" TEXT NOT NULL, -- The numbers of the initiatives that it serves, ranges spelled out: `①～③` is `["①","②","③"]`.
  PRIMARY KEY ("project", "position"),
  FOREIGN KEY ("project") REFERENCES "project" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "project_department" ( -- Who carries it out.
  "project" TEXT NOT NULL, -- The id of its project.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "name" TEXT NOT NULL, -- The department.
  "unit" TEXT, -- Its sub-unit, or null.
  PRIMARY KEY ("project", "position"),
  FOREIGN KEY ("project") REFERENCES "project" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "schedule_entry" ( -- What is done when.
  "project" TEXT NOT NULL, -- The id of its project.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "fiscal_years_first" INTEGER NOT NULL, -- The first and the last fiscal year, both inclusive: `[2019, 2022]`.
  "fiscal_years_last" INTEGER NOT NULL, -- The first and the last fiscal year, both inclusive: `[2019, 2022]`.
  "text" TEXT NOT NULL, -- What is done, as written, hard wraps joined.
  PRIMARY KEY ("project", "position"),
  FOREIGN KEY ("project") REFERENCES "project" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "cost" ( -- What it costs: its rows of money over the years (予算額, 事業費, 一般財源).
  "project" TEXT NOT NULL, -- The id of its project.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "name" TEXT NOT NULL, -- The row or column that names it, clean: `事業費`, `本年度予算額`.
  "start" TEXT, -- The first day of its time, or null.
  "end" TEXT, -- The last day of its time, inclusive, or null.
  "basis" TEXT, -- What kind of time it is, or null where none is given.
  "fiscal_year" INTEGER, -- The fiscal year by its first calendar year, when the time lies in exactly one, else null.
  "kind" TEXT NOT NULL, -- Whether it is planned or was spent.
  "value_exact" TEXT NOT NULL, -- The amount in the base unit, exact.
  "value" NUMERIC GENERATED ALWAYS AS (CAST("value_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "unit" TEXT, -- The unit without its scale (`円`), or null.
  "text" TEXT NOT NULL, -- The amount as written.
  "span_start" INTEGER NOT NULL, -- Where it is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "page" INTEGER, -- The page that it stands on, from 1; null where the text has no pages.
  PRIMARY KEY ("project", "position"),
  FOREIGN KEY ("project") REFERENCES "project" ("id") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "cost_box" ( -- Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]`. Left out for texts.
  "project" TEXT NOT NULL, -- The id of its project.
  "cost" INTEGER NOT NULL, -- The place of its cost, from 0.
  "position" INTEGER NOT NULL, -- The place in the list, from 0.
  "page" INTEGER NOT NULL, -- The page, from 1.
  "x0" REAL NOT NULL, -- The left of the box, in points from the top left of the page.
  "y0" REAL NOT NULL, -- The top of the box, in points from the top left of the page.
  "x1" REAL NOT NULL, -- The right of the box, in points from the top left of the page.
  "y1" REAL NOT NULL, -- The bottom of the box, in points from the top left of the page.
  PRIMARY KEY ("project", "cost", "position"),
  FOREIGN KEY ("project", "cost") REFERENCES "cost" ("project", "position") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE "period" ( -- A mention of a time in running text, a heading or a table header; a range is one mention.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "text" TEXT NOT NULL, -- The mention as written, hard wraps joined.
  "start" TEXT, -- The first day, or null for an open time (`平成31年3月31日まで`).
  "end" TEXT, -- The last day, inclusive, or null for an open time (`令和２年度以降`).
  "basis" TEXT NOT NULL, -- What kind of time it is.
  "era" TEXT, -- The era that it is written in, or null.
  "resolved_from_start" INTEGER, -- For a relative mention (本年度), the span of the time it was resolved against; else null.
  "resolved_from_end" INTEGER, -- For a relative mention (本年度), the span of the time it was resolved against; else null.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "amount" ( -- A mention of a quantity with its unit in running text.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "text" TEXT NOT NULL, -- The mention as written, hard wraps joined.
  "value_exact" TEXT NOT NULL, -- The value in the base unit, exact: `7,170億円` is 717000000000.
  "value" NUMERIC GENERATED ALWAYS AS (CAST("value_exact" AS NUMERIC)) VIRTUAL, -- The same to compute with: exact up to 15 digits.
  "unit" TEXT, -- The unit without its scale, or null.
  "comparator" TEXT NOT NULL, -- How the value is meant.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "statement" ( -- What one speaker said in minutes: a marker and all that follows it up to the next.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "agenda" TEXT, -- The agenda item it belongs to, or null.
  "speaker" TEXT, -- The speaker as written, without marker and brackets, or null.
  "marker" TEXT, -- The marker: `●`, `☆`, `○`, `問`; null where brackets or a colon set the speaker off.
  "text" TEXT NOT NULL, -- What was said, as written, hard wraps joined.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE "diagnostic" ( -- What could not be read, or was read with doubt. Nothing found is dropped without one.
  "id" TEXT NOT NULL, -- Stable id: the same input bytes give the same id, on any machine, at any thread count.
  "document" TEXT NOT NULL, -- The id of the `document` record that this record belongs to; a document's is its own.
  "section" TEXT, -- The id of the innermost `section` record it stands in, or null.
  "span_start" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "span_end" INTEGER NOT NULL, -- Where it is stated: `[start, end)`, byte offsets into the decoded UTF-8 text.
  "lines_first" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "lines_last" INTEGER NOT NULL, -- `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
  "page" INTEGER, -- The page that it begins on, from 1: by form feeds in a text dump, a PDF's own; null where the text has no pages.
  "severity" TEXT NOT NULL, -- How bad it is.
  "code" TEXT NOT NULL, -- What happened, as a name to count and filter by: `undecodable_bytes`.
  "message" TEXT NOT NULL, -- What happened, in words.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("document") REFERENCES "document" ("id") ON DELETE CASCADE
);
CREATE TABLE keikaku (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO keikaku VALUES ('schema_version', '2.0.0'), ('tables_version', '7');
CREATE TABLE search_entry ( -- The records that can be searched.
  entry INTEGER PRIMARY KEY, -- The row of search that holds the words.
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, -- The id of the document.
  record TEXT NOT NULL, -- The kind of record.
  id TEXT NOT NULL -- The id of the record.
);
CREATE VIRTUAL TABLE search USING fts5 (
  words, more_words, tokenize='unicode61 remove_diacritics 0'
);
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
  CASE WHEN MAX(CASE WHEN o.kind = 'actual' THEN o.value END)
    - MAX(CASE WHEN o.kind = 'target' THEN o.value END) IS NOT NULL
    THEN CAST(printf('%.9f', MAX(CASE WHEN o.kind = 'actual' THEN o.value END)
    - MAX(CASE WHEN o.kind = 'target' THEN o.value END)) AS NUMERIC) END AS gap,
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
  actual_year, actual_end, actual, CASE WHEN actual - target IS NOT NULL
    THEN CAST(printf('%.9f', actual - target) AS NUMERIC) END AS gap, better, decided_by, line
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

CREATE VIEW observations AS
-- Every value of every indicator: a row each, with whose document it is in, where, of what time, and
-- who is responsible.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  (SELECT group_concat(e.title, ' > ') FROM (SELECT title FROM section_path WHERE section = i.section ORDER BY position) e) AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project that the indicator belongs to.
  (SELECT group_concat(e.name, '; ') FROM (SELECT name FROM indicator_department WHERE indicator = i.id ORDER BY position) e) AS department, -- text: Who is responsible for it.
  i.name AS indicator, -- text: The indicator.
  i.role AS role, -- text: output, outcome or context.
  o.kind AS kind, -- text: What the value says: target, actual, baseline, forecast and so on.
  o.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  COALESCE(o.fiscal_year, CASE WHEN CAST(strftime('%Y', o."start") AS INTEGER) = CAST(strftime('%Y', o."end") AS INTEGER) THEN CAST(strftime('%Y', o."start") AS INTEGER) END) AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
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
LEFT JOIN project p ON p.id = i.project;

CREATE VIEW table_values AS
-- Every number, missing mark and time in a data cell of any table: a row each, with what its row and
-- its column are called.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  (SELECT group_concat(e.title, ' > ') FROM (SELECT title FROM section_path WHERE section = t.section ORDER BY position) e) AS section_path, -- text: The titles from the outermost section in.
  t.caption AS caption, -- text: The caption of the table.
  t.role AS table_role, -- text: What the table is for.
  (SELECT group_concat(e.value, ' > ') FROM json_each(v.row_path) e) AS row_path, -- text: What its row is called, outermost first.
  (SELECT group_concat(e.value, ' > ') FROM json_each(v.column_path) e) AS column_path, -- text: What its column is called, outermost first.
  v.kind AS kind, -- text: What the value says: target, actual, baseline, forecast and so on.
  v.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  COALESCE(v.fiscal_year, CASE WHEN CAST(strftime('%Y', v."start") AS INTEGER) = CAST(strftime('%Y', v."end") AS INTEGER) THEN CAST(strftime('%Y', v."start") AS INTEGER) END) AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
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
JOIN table_value v ON v."table" = t.id;

CREATE VIEW projects AS
-- Every project: a row each, with who carries it out, from when to when, and what for.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  (SELECT group_concat(e.title, ' > ') FROM (SELECT title FROM section_path WHERE section = p.section ORDER BY position) e) AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project.
  (SELECT group_concat(e.name, '; ') FROM (SELECT name FROM project_department WHERE project = p.id ORDER BY position) e) AS department, -- text: Who carries it out.
  (SELECT group_concat(e.number, '; ') FROM (SELECT number FROM project_initiative WHERE project = p.id ORDER BY position) e) AS initiatives, -- text: The numbers of the initiatives that it serves.
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
JOIN document d ON d.id = p.document;

CREATE VIEW costs AS
-- Every amount of money of every project: a row each.
SELECT
  d.issuer_name AS issuer, -- text: The public body that publishes the document, as the user or the text has it.
  d.issuer_code AS issuer_code, -- text: Its national local-government code.
  d.title AS document_title, -- text: The document's own name.
  d.issued_start AS published, -- date: The first day of the time when it was issued.
  (SELECT group_concat(e.title, ' > ') FROM (SELECT title FROM section_path WHERE section = p.section ORDER BY position) e) AS section_path, -- text: The titles from the outermost section in.
  p.name AS project, -- text: The project.
  (SELECT group_concat(e.name, '; ') FROM (SELECT name FROM project_department WHERE project = p.id ORDER BY position) e) AS department, -- text: Who carries it out.
  c.name AS cost, -- text: The row or column that names the amount.
  c.kind AS kind, -- text: Whether it is planned or was spent.
  c.fiscal_year AS fiscal_year, -- integer: The fiscal year by its first calendar year, where the time lies in exactly one.
  COALESCE(c.fiscal_year, CASE WHEN CAST(strftime('%Y', c."start") AS INTEGER) = CAST(strftime('%Y', c."end") AS INTEGER) THEN CAST(strftime('%Y', c."start") AS INTEGER) END) AS year, -- integer: The fiscal year, else the calendar year that the time lies in.
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
JOIN document d ON d.id = p.document;

CREATE VIEW coverage AS
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
    WHERE e.text GLOB '*[0-9０-９]*'
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
LEFT JOIN stands ON stands.document = d.id;
CREATE INDEX "document_by_document" ON "document" ("document");
CREATE INDEX "document_by_section" ON "document" ("section");
CREATE INDEX "box_by_document" ON "box" ("document");
CREATE INDEX "span_by_document" ON "span" ("document");
CREATE INDEX "section_by_document" ON "section" ("document");
CREATE INDEX "section_by_section" ON "section" ("section");
CREATE INDEX "table_by_document" ON "table" ("document");
CREATE INDEX "table_by_section" ON "table" ("section");
CREATE INDEX "department_by_document" ON "department" ("document");
CREATE INDEX "department_by_section" ON "department" ("section");
CREATE INDEX "indicator_by_document" ON "indicator" ("document");
CREATE INDEX "indicator_by_section" ON "indicator" ("section");
CREATE INDEX "initiative_by_document" ON "initiative" ("document");
CREATE INDEX "initiative_by_section" ON "initiative" ("section");
CREATE INDEX "project_by_document" ON "project" ("document");
CREATE INDEX "project_by_section" ON "project" ("section");
CREATE INDEX "period_by_document" ON "period" ("document");
CREATE INDEX "period_by_section" ON "period" ("section");
CREATE INDEX "amount_by_document" ON "amount" ("document");
CREATE INDEX "amount_by_section" ON "amount" ("section");
CREATE INDEX "statement_by_document" ON "statement" ("document");
CREATE INDEX "statement_by_section" ON "statement" ("section");
CREATE INDEX "diagnostic_by_document" ON "diagnostic" ("document");
CREATE INDEX "diagnostic_by_section" ON "diagnostic" ("section");
CREATE INDEX "observation_by_fiscal_year_kind" ON "observation" ("fiscal_year", "kind");
CREATE INDEX "department_by_of_id" ON "department" ("of_id");
CREATE INDEX "schedule_entry_by_fiscal_years_first_fiscal_years_last" ON "schedule_entry" ("fiscal_years_first", "fiscal_years_last");
CREATE INDEX "cost_by_fiscal_year" ON "cost" ("fiscal_year");
CREATE INDEX "period_by_start_end" ON "period" ("start", "end");
CREATE INDEX "diagnostic_by_code" ON "diagnostic" ("code");
CREATE INDEX "document_by_path" ON "document" ("path");
CREATE INDEX "indicator_by_name" ON "indicator" ("name");
CREATE INDEX "department_by_name" ON "department" ("name");
CREATE INDEX "project_by_name" ON "project" ("name");
CREATE INDEX "statement_by_speaker" ON "statement" ("speaker");
CREATE INDEX search_entry_by_document ON search_entry (document);
