// The one table of the makers' gateways: their paths, names, limits and failures. Check, setup and texts derive from it.

export type Maker = 'Theben' | 'PPC' | 'EMH' | 'Landis+Gyr';

/** The facts of one maker that clients depend on. A missing fact is not published. */
export interface MakerFacts {
  /** The path for a browser and curl. */
  readonly path: string;
  /** The path for the integration ha-ppc-smgw. `ID` stands for the user's own part, which the gateway tells. */
  readonly haPpcPath: string;
  /** Most sessions at once, if the gateway counts them. */
  readonly sessions?: number;
  /** It resets TLS connections when there are several at once. The number is not published. */
  readonly takesFewConnections?: true;
  /** The only name in a Host header (RFC 9110 section 7.2) that it answers to, beside its own address. */
  readonly hostName?: string;
  /** The mDNS service that it announces. */
  readonly service?: string;
  /** The answer to a wrong password: none at all, or a page that tells the minutes of the lock-out. */
  readonly wrongPassword: 'refused' | 'silence' | 'lock-out';
  /** The length of a lock-out. */
  readonly lockOutMinutes?: number;
  /** Log-ins that are too frequent end its answers: the port accepts, and the operator must restart the gateway. */
  readonly wearsOut?: true;
  /** The shortest sensible interval between two readings. */
  readonly pollSeconds: number;
}

const QUARTER_HOUR_S = 900;

/**
 * Landis+Gyr has no row, because nothing is published about its HAN interface.
 *
 * Sources for Theben: its interface description IF_GW_CON 1.4, and the integration theben_conexa of
 * home-assistant/core. Sources for PPC: jannickfahlbusch/ha-ppc-smgw, issues 94 and 136, and
 * jannickfahlbusch/py-ppc-smgw. Sources for EMH: iseeberg79/emh-casa-go, oifdsifh/ha_smg_emh_casa, and the template
 * emh-casa of evcc-io/evcc.
 */
export const MAKERS: Readonly<Partial<Record<Maker, MakerFacts>>> = {
  Theben: {
    path: '/smgw/m2m',
    haPpcPath: '/smgw/m2m/ID.sm/json',
    // theben_conexa waits in vain and calls that "invalid authentication".
    wrongPassword: 'silence',
    // The interval of theben_conexa; IF_GW_CON names no shortest one.
    pollSeconds: QUARTER_HOUR_S,
  },
  PPC: {
    path: '/cgi-bin/hanservice.cgi',
    haPpcPath: '/cgi-bin/hanservice.cgi',
    sessions: 1,
    wrongPassword: 'lock-out',
    // A gateway has told "4 minutes and 37 seconds" (ha-ppc-smgw issue 136); the number of attempts is not published.
    lockOutMinutes: 5,
    // "CGI process exhaustion" after a week of readings every 5 to 10 minutes (py-ppc-smgw, ha-ppc-smgw issue 94).
    wearsOut: true,
    pollSeconds: QUARTER_HOUR_S,
  },
  EMH: {
    path: '/json/metering/origin/',
    haPpcPath: '',
    // ha_smg_emh_casa reads one meter after the other, because overlapping connections fail.
    takesFewConnections: true,
    // The answer to another name is not published; 404 is a guess.
    hostName: 'smgw.local',
    service: 'smgw consumerinterface._http._tcp.local',
    wrongPassword: 'refused',
    // The interval of evcc.
    pollSeconds: 15,
  },
};

/** The options of a forward that a maker's gateway needs. */
export interface MakerOptions {
  readonly maxTargetConnections?: number;
  readonly mdns?: string;
}

/** For an unknown maker the options that work with all: a turn for each client, and the name that one of them needs. */
export function optionsFor(maker: Maker | undefined): MakerOptions {
  const known = maker === undefined ? undefined : MAKERS[maker];
  const facts: readonly Partial<MakerFacts>[] = known === undefined ? Object.values(MAKERS) : [known];
  const sessions = facts.flatMap((each) => each.sessions ?? []);
  const [mdns] = facts.flatMap(({ hostName }) => hostName ?? []);
  return {
    ...(sessions.length === 0 ? {} : { maxTargetConnections: Math.min(...sessions) }),
    ...(mdns === undefined ? {} : { mdns }),
  };
}
