"""Prints what was laid out, by LibreOffice and by Chromium, and dumps the pages by pdftotext."""
import concurrent.futures
import os
import shutil
import subprocess
import tempfile

MODES = {"layout": ["-layout"], "raw": ["-raw"], "flow": []}
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-pdf-header-footer"]


def libreoffice(files, out):
    """All sheets in one call: the program takes longer to start than to print."""
    with tempfile.TemporaryDirectory() as home:
        for i in range(0, len(files), 40):
            subprocess.run(["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", "pdf", "--outdir", out,
                            *files[i:i + 40]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


def chromium(files, out):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"

    def one(path):
        name = os.path.splitext(os.path.basename(path))[0]
        with tempfile.TemporaryDirectory() as home:
            subprocess.run([program, *CHROMIUM, f"--user-data-dir={home}", f"--print-to-pdf={out}/{name}.pdf", path], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, env={**os.environ, "HOME": home})
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(one, files))


def dump(pdf):
    base = os.path.splitext(pdf)[0]
    for mode, options in MODES.items():
        subprocess.run(["pdftotext", *options, pdf, f"{base}.{mode}.txt"], check=True, stderr=subprocess.DEVNULL)
