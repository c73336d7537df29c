// The values of an EMH CASA as its clients compute them: meter/emh-casa.go of evcc, emh_client.py of ha-ppc-smgw.

/** The answer to `…/extended`. */
export interface MeterReading {
  readonly values: readonly {
    readonly logical_name: string;
    readonly scaler: number;
    readonly unit: number;
    readonly value: string;
  }[];
}

const WH = 30;

/** By OBIS C.D.E; energy in kWh. A name without a code of 12 hex digits is skipped. */
export function valuesOf({ values }: MeterReading): Map<string, number> {
  const known = new Map<string, number>();
  for (const { logical_name: name, scaler, unit, value } of values) {
    const code = /^[0-9a-f]{4}([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})[0-9a-f]{2}(?:\.|$)/i.exec(name);
    if (code === null) continue;
    const groups = code.slice(1).map((byte) => Number.parseInt(byte, 16));
    known.set(groups.join('.'), (Number(value) * 10 ** scaler) / (unit === WH ? 1000 : 1));
  }
  return known;
}
