// node read.mjs FILE...: what each reader sees in each feed, one JSON object a line.
// {reader, path, title, page, entries: [{id, title, url, published, authors}]}; authors are null
// where a reader keeps one of several.

import { readFileSync } from "node:fs";
import { parseFeed as rowan } from "@rowanmanning/feed-parser";
import { parseFeed as feedsmith, parseOpml } from "feedsmith";
import RssParser from "rss-parser";

const instant = (text) => (text ? new Date(text).toISOString() : null);
const names = (authors) => (authors ?? []).map(({ name }) => name);
const page = (links) => links.find(({ rel, type }) => rel === "alternate" && type === "text/html");

const dialects = {
  atom: ({ title, links, entries = [] }) => ({
    title: title.value,
    page: page(links).href,
    entries: entries.map((entry) => ({
      id: entry.id,
      title: entry.title.value,
      url: page(entry.links).href,
      published: instant(entry.published),
      authors: names(entry.authors),
    })),
  }),
  rss: ({ title, link, items = [] }) => ({
    title,
    page: link,
    entries: items.map((item) => ({
      id: item.guid.value,
      title: item.title,
      url: item.link,
      published: instant(item.pubDate),
      authors: item.dc.creators ?? [],
    })),
  }),
  json: ({ title, home_page_url, items = [] }) => ({
    title,
    page: home_page_url,
    entries: items.map((item) => ({
      id: item.id,
      title: item.title,
      url: item.url,
      published: instant(item.date_published),
      authors: names(item.authors),
    })),
  }),
};

const readers = {
  feedsmith: (text) => {
    const { format, feed } = feedsmith(text);
    return dialects[format](feed);
  },
  "@rowanmanning/feed-parser": (text) => {
    const { title, url, items } = rowan(text);
    return {
      title,
      page: url,
      entries: items.map((item) => ({
        id: item.id,
        title: item.title,
        url: item.url,
        published: instant(item.published),
        authors: names(item.authors),
      })),
    };
  },
  "rss-parser": async (text) => {
    const { title, link, items } = await new RssParser().parseString(text);
    return {
      title,
      page: link,
      entries: items.map((item) => ({
        id: item.id ?? item.guid,
        title: item.title,
        url: item.link,
        published: instant(item.pubDate),
        authors: null,
      })),
    };
  },
};

function outlines(path) {
  const { body } = parseOpml(readFileSync(path, "utf-8"));
  return body.outlines.flatMap(({ outlines }) => outlines).map(({ xmlUrl }) => xmlUrl);
}

for (const path of process.argv.slice(2)) {
  if (path.endsWith(".xml")) {
    console.log(JSON.stringify({ reader: "feedsmith", path, feeds: outlines(path) }));
    continue;
  }
  const text = readFileSync(path, "utf-8");
  for (const [reader, read] of Object.entries(readers)) {
    if (path.endsWith(".json") && reader !== "feedsmith") continue; // they read XML only
    console.log(JSON.stringify({ reader, path, ...(await read(text)) }));
  }
}
