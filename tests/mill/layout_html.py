"""Writes a document as HTML that Chromium prints."""
import html

from documents import page_size

SIDES = {"center": "bottom-center", "left": "bottom-left", "right": "bottom-right"}
BORDER = {"all": "td{border:.6pt solid #000}", "horizontal": "td{border-top:.6pt solid #000;border-bottom:.6pt solid #000}",
          "outer": "TABLE{border:.8pt solid #000} td.head{border-bottom:.6pt solid #000}", "none": ""}


def write(document):
    s = document.style
    wide, high = page_size(s)
    m = s.margin
    parts = [f"<!DOCTYPE html><html lang=ja><head><meta charset=utf-8><title>{esc(document.title)}</title><style>",
             f"@page{{size:{wide}pt {high}pt;margin:{m}pt;{margin_boxes(s)}}}",
             f"body{{margin:0;font-family:'{s.font}';font-size:{s.size}pt;line-height:{s.leading}}}",
             "table{border-collapse:collapse;table-layout:fixed;margin:0 0 6pt}"
             f"td{{padding:{s.padding}pt 1.5pt;overflow-wrap:anywhere;vertical-align:middle}}tr{{break-inside:avoid}}"
             "td.spread{text-align:justify;text-align-last:justify}td.keep{white-space:pre}span.up{display:inline-block;writing-mode:vertical-rl;text-orientation:upright}"
             "p{margin:3pt 0}h1,h2,h3{margin:6pt 0 3pt}h1{text-align:center}.note{text-align:right}.caption{margin:4pt 0 0}"
             ".pair{display:flex;align-items:flex-start}.bold{position:relative}.bold i{font-style:normal;white-space:nowrap;position:absolute;left:.25pt;top:0}"]
    body = []
    for i, block in enumerate(document.blocks):
        if block.what == "title":
            body.append(f"<h1 style='font-size:{s.size * 1.4:.1f}pt;font-weight:normal'>{strong(block.text, s)}</h1>")
        elif block.what == "heading":
            tag = f"h{block.level + 1}"
            weight = "normal" if s.fake_bold else "bold"
            gap = "　" if block.number and not block.number.endswith(("．", "）", ")")) else ""
            body.append(f"<{tag} style='font-size:{s.size * (1.25 if block.level == 1 else 1.1):.1f}pt;font-weight:{weight};margin-left:{(block.level - 1) * 1}em'>"
                        f"{strong(block.number + gap + block.text, s)}</{tag}>")
        elif block.what == "paragraph":
            body.append(f"<p style='text-indent:1em'>{esc(block.text)}</p>")
        elif block.what == "table":
            key = f"t{i}"
            if block.table.beside:
                # Two sides of one frame begin at the same height, though the unit stands above one alone.
                level = "<p class=note style='margin:2pt 0 0'>&nbsp;</p>" if block.table.kind == "two_sided" and block.table.unit_note else ""
                body.append(f"<div class=pair style='gap:{block.table.gap * s.size:.1f}pt'><div>{table(block.table, key, s, parts)}</div><div>{level}{table(block.table.beside, key + 'b', s, parts)}</div></div>")
            else:
                body.append(table(block.table, key, s, parts))
    parts.append("</style></head><body>")
    return "".join(parts) + "\n".join(body) + "</body></html>"


def margin_boxes(s):
    boxes = f"@top-left{{content:'{s.running}';font-size:{s.size * .9:.1f}pt}}" if s.running else ""
    if s.footer in SIDES:
        before, after = s.footer_form.split("{}")
        boxes += f"@{SIDES[s.footer]}{{content:'{before}' counter(page) '{after}';font-size:{s.size:.1f}pt}}"
    return boxes


def esc(text):
    return html.escape(text, quote=False)


def strong(text, s):
    """Bold as old programs draw it: the same letters again, a little to the right."""
    if not s.fake_bold:
        return esc(text)
    return f"<span class=bold>{esc(text)}<i>{esc(text)}</i></span>"


def table(t, key, s, styles):
    styles.append(BORDER[t.borders].replace("TABLE", f"#{key}").replace("td", f"#{key} td").replace(f"#{key} #{key}", f"#{key}"))
    styles.append(f"#{key} td.gutter{{border:none}}#{key} td{{vertical-align:{t.valign}}}")
    widths = [w * s.size for w in t.widths]
    if t.gutter is not None:
        widths.insert(t.gutter + 1, 5 * s.size)
    total = sum(widths)
    out = [f"<p class=caption>{esc(t.caption)}</p>"] if t.caption else []
    if t.unit_note:
        out.append(f"<p class=note style='width:{total:.1f}pt;margin:2pt 0 0'>{esc(t.unit_note)}</p>")
    out.append(f"<table id={key} style='width:{total:.1f}pt'><colgroup>" + "".join(f"<col style='width:{w:.2f}pt'>" for w in widths) + "</colgroup>")
    starts = {}
    for c in t.cells:
        starts.setdefault(c.row, []).append(c)
    at = t.at()
    head = t.head_rows if t.repeat_head else 0
    for row in range(t.rows):
        out.append("<thead>" if row == 0 and head else "<tbody>" if row == head else "")
        out.append("<tr>")
        filled = {c.col: c for c in starts.get(row, [])}
        col = 0
        while col < t.columns:
            if t.gutter is not None and col == t.gutter + 1 and not any(c.col <= t.gutter < c.col + c.colspan - 1 for c in [at.get((row, t.gutter))] if c):
                out.append("<td class=gutter></td>")
            c = filled.get(col)
            if c:
                out.append(cell(c, t, s))
                col += c.colspan
            elif (row, col) in at:
                col += 1
            else:
                out.append("<td></td>")
                col += 1
        out.append("</tr>")
        out.append("</thead>" if head and row == head - 1 else "")
    out.append("</tbody></table>")
    return "".join(out)


def cell(c, t, s):
    span = c.colspan
    if t.gutter is not None and c.col <= t.gutter < c.col + c.colspan - 1:
        span += 1
    css = [f"text-align:{c.align}"] if c.align != "left" and not c.spread else []
    if c.valign:
        css.append(f"vertical-align:{c.valign}")
    if c.indent:
        css.append(f"padding-left:{c.indent * s.size:.1f}pt")
    classes = [k for k, on in (("spread", c.spread), ("keep", not c.wrap or c.printed is not None), ("head", c.role == "header")) if on]
    inner = "<br>".join(esc(x) for x in c.shown())
    if s.fake_bold and c.role == "header" and not c.spread:
        inner = "<br>".join(strong(x, s) for x in c.shown())
    if c.upright:
        # Letters below each other: a break after each, or text that runs downwards.
        if s.stacked:
            inner = "<br>".join(esc(x) for x in c.text)
            css.append("line-height:1.15")
        else:
            inner = f"<span class=up>{esc(c.text)}</span>"
    attributes = (f" rowspan={c.rowspan}" if c.rowspan > 1 else "") + (f" colspan={span}" if span > 1 else "")
    attributes += f" class='{' '.join(classes)}'" if classes else ""
    attributes += f" style='{';'.join(css)}'" if css else ""
    return f"<td{attributes}>{inner}</td>"
