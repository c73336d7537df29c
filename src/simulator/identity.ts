// The household of the simulated gateways: invented names and numbers in the form of real ones.

export const MAKERS = ['theben', 'emh', 'ppc'] as const;
/** The makers whose gateways are simulated. */
export type SimulatedMaker = (typeof MAKERS)[number];

/** The user that may log in. ASCII, because clients encode other characters differently before the Digest hash. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The meter at the start; DIN 43863-5. */
export const METER_ID = '1emh0009876543';
/** The meter after a swap. */
export const NEXT_METER_ID = '1emh0011223344';

/** The installation of the meter, epoch ms; no reading is older. */
export const INSTALLED = Date.UTC(2024, 0, 1);

/** Letters, digits and a hyphen, which need no quoting in a shell and no encoding in a URL. */
export const DEFAULT_LOGIN: Login = { user: 'EMT0300186023', password: 'Zaehlerstand-42' };
