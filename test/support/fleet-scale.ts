// The Prometheus files of examples/fleet for a trial: all as it is, but times are shorter.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLES } from './fleet-bed.js';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
/** The longest time in a trial, in seconds: more than the reader of a trial needs for a round of all gateways. */
const LONGEST_S = 180;
/** Thresholds that are times, such as 7200 seconds; no other number in the rules is that large. */
const SECONDS = /(?<=> )\d{4,}/g;
const DURATIONS = /\b(\d+)([smhd])\b/g;

export interface Scale {
  /** How many times shorter everything is. */
  readonly factor: number;
  /** The time between scrapes, and between evaluations of the rules. */
  readonly interval: string;
}

/** A target file of Prometheus: the place of a Raspberry Pi's metrics, and its house. */
export interface ScrapedPi {
  readonly instance: string;
  readonly house: string;
}

/** Writes prometheus.yml, its rules and targets, and alertmanager.yml into the folder. */
export function writeScaled(folder: string, { factor, interval }: Scale, pis: readonly ScrapedPi[]): void {
  const short = (seconds: number): number => Math.min(seconds / factor, LONGEST_S);
  const shorter = (text: string): string =>
    text
      .replace(DURATIONS, (_, count: string, unit: keyof typeof UNITS) =>
        milliseconds(short(Number(count) * UNITS[unit])),
      )
      .replace(SECONDS, (seconds) => String(short(Number(seconds))));
  const read = (file: string): string => readFileSync(path.join(EXAMPLES, 'prometheus', file), 'utf8');
  const write = (file: string, text: string): void => {
    writeFileSync(path.join(folder, file), text);
  };
  write('rules.yml', shorter(read('rules.yml')));
  write('alertmanager.yml', shorter(read('alertmanager.yml')));
  write('prometheus.yml', read('prometheus.yml').replace(/(?<=_interval: )15s/g, interval));
  mkdirSync(path.join(folder, 'pis'));
  for (const [index, { instance, house }] of pis.entries())
    write(`pis/${index}.yml`, JSON.stringify([{ targets: [instance], labels: { house } }]));
}

const milliseconds = (seconds: number): string => `${Math.round(seconds * 1000)}ms`;
