// Parts of sentences that are the same in every language.
import { formatTarget } from '../../config/endpoint.js';

export const list = (words: readonly string[]): string => words.join(', ');

export const port = ({
  address,
  port: number,
}: {
  readonly address: string;
  readonly port: number;
}): string => formatTarget({ host: address, port: number });

/** 2026-11-23; of a certificate, whose dates may be anything. */
export const isoDate = (time: Date): string =>
  Number.isNaN(time.getTime()) ? '?' : time.toISOString().slice(0, 10);
