// Reads a calendar with ical.js, the parser of Thunderbird, and prints its events as events.py
// describes: node read_icaljs.mjs FOLDER FILE, where FOLDER/node_modules is what npm installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [, , folder, path] = process.argv;
const ICAL = createRequire(resolve(folder, "package.json"))("ical.js");

const when = (time) => time?.toString() ?? null;
const text = (component, name) => component.getFirstPropertyValue(name);

function categories(component) {
  return component
    .getAllProperties("categories")
    .flatMap((property) => property.getValues())
    .sort();
}

function eventOf(component) {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    start: when(event.startDate),
    end: when(event.endDate),
    all_day: event.startDate.isDate,
    status: text(component, "status"),
    sequence: event.sequence,
    categories: categories(component),
    url: text(component, "url"),
    stamp: when(text(component, "dtstamp")),
    modified: when(text(component, "last-modified")),
    transparency: text(component, "transp"),
    class: text(component, "class"),
    color: event.color ?? null,
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => text(alarm, "trigger").toSeconds())
      .sort((left, right) => left - right),
  };
}

const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
for (const component of calendar.getAllSubcomponents("vevent")) {
  console.log(JSON.stringify(eventOf(component)));
}
