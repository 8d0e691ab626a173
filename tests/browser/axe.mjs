// Opens pages of a built site in Chromium, in both colour schemes and at two widths, and prints what
// is wrong with them as JSON lines: violations of axe-core, overflow, messages of the console (a
// breach of the content security policy is one), requests that leave the folder.
//
//   node axe.mjs CHROMIUM FOLDER PAGE…

import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [executablePath, folder, ...pages] = process.argv.slice(2);
const home = pathToFileURL(path.resolve(folder) + path.sep).href;
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const report = (finding) => console.log(JSON.stringify(finding));

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    let where = { colorScheme, width };
    page.on("console", (message) => report({ ...where, rule: "console", says: message.text() }));
    page.on("request", (request) => {
      if (!request.url().startsWith(home)) report({ ...where, rule: "request", says: request.url() });
    });
    for (const name of pages) {
      where = { page: name, colorScheme, width };
      await page.goto(new URL(name, home).href);
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      if (needed > width) report({ ...where, rule: "overflow", says: `${needed} px` });
      // Without preload: axe would fetch the stylesheet a second time, which the policy forbids.
      const axe = new AxeBuilder({ page }).withTags(tags).options({ preload: false });
      const { violations } = await axe.analyze();
      for (const { id, help, nodes } of violations) {
        report({ ...where, rule: id, says: help, nodes: nodes.map((node) => node.html).slice(0, 3) });
      }
    }
    await context.close();
  }
}

await browser.close();
