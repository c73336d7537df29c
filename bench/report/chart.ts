// The results as a picture that needs no browser to be drawn. With colours.ts the only file that knows vega.
import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describeMachine } from '../machine.js';
import type { Results } from '../results.js';
import { growthView } from './growth-view.js';
import { ratioView } from './ratio-view.js';

const LOOK: NonNullable<TopLevelSpec['config']> = {
  font: 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif',
  title: { fontSize: 14, subtitleFontSize: 11, subtitleColor: '#555555', anchor: 'start', fontWeight: 600 },
  axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e4e4e4' },
  legend: { labelFontSize: 12, columnPadding: 18 },
  view: { stroke: null },
};

function specification({ figures, ratios, machine, date, quick }: Results): TopLevelSpec {
  const subtitle = `${describeMachine(machine)}; ${date.slice(0, 10)}${quick ? '; quick' : ''}`;
  return {
    // Opaque, so that the picture can be read on light and on dark pages.
    background: '#ffffff',
    padding: 16,
    title: { text: 'Benchmark of smgw-proxy', subtitle, fontSize: 16, anchor: 'start', offset: 14 },
    spacing: 28,
    vconcat: [ratioView(ratios), growthView(figures)],
    config: LOOK,
  };
}

export async function chart(results: Results): Promise<string> {
  const view = new View(parse(compile(specification(results)).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
