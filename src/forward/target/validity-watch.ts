// Notices that a pinned certificate is used outside of its dates.

/** The dates of a certificate. */
export interface ValidityPeriod {
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** Time between two warnings, in ms. */
const A_DAY = 86_400_000;

/**
 * The pin is the trust, so that the certificate serves on. Gateways keep theirs for years, and a machine without a
 * clock of its own starts with a wrong time.
 */
export class ValidityWatch {
  private warnedAt = -Infinity;

  constructor(private readonly warn: (period: ValidityPeriod) => void) {}

  /** @param certificate its dates as Node has them, such as `Nov 26 20:00:00 2026 GMT` */
  readonly seen = (certificate: { readonly validFrom: string; readonly validTo: string }): void => {
    const [validFrom, validTo] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
    const today = Date.now();
    const now = performance.now();
    if ((today >= validFrom.getTime() && today <= validTo.getTime()) || now - this.warnedAt < A_DAY) return;
    this.warnedAt = now;
    this.warn({ validFrom, validTo });
  };
}
