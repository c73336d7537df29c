// A check as metrics, in the text format of Prometheus, for a file that a service or node_exporter reads.
import type { Check } from '../../check/check.js';
import { formatTarget } from '../../config/endpoint.js';

/** Ends in a line break. The certificates are those that the gateways showed, whether they are known or not. */
export function checkMetrics({ outcomes, status }: Check, now: Date): string {
  const shown = outcomes.flatMap(({ step, subject, finding: { facts } }) =>
    step === 'certificate' && 'certificate' in facts && 'port' in facts ? [{ subject, ...facts }] : [],
  );
  // One finding may follow another about the same certificate. A source tells gateways of one address apart.
  const byTarget = new Map(
    shown.map(({ subject, address: host, port, certificate }) => [
      subject ?? formatTarget({ host, port }),
      certificate,
    ]),
  );
  const infos = Array.from(byTarget, ([target, { fingerprint, validTo }]) => {
    return { target, sha256: fingerprint, until: validTo.getTime() / 1000 };
  });
  return [
    ...family('last_run_timestamp_seconds', 'When the last check ended', [['', now.getTime() / 1000]]),
    ...family('exit_status', 'The exit status of the last check; 0: nothing is wrong', [['', status]]),
    ...family(
      'certificate_info',
      'Always 1, for the certificate that the gateway showed',
      infos.map(({ target, sha256 }) => [`{target="${target}",sha256="${sha256}"}`, 1]),
    ),
    ...family(
      'certificate_expiry_timestamp_seconds',
      'The end of its validity',
      infos.map(({ target, until }) => [`{target="${target}"}`, until]),
    ),
  ].join('');
}

function family(
  name: string,
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): string[] {
  const full = `smgw_proxy_check_${name}`;
  const lines = samples.map(([labels, value]) => `${full}${labels} ${value}\n`);
  return [`# HELP ${full} ${help}\n# TYPE ${full} gauge\n`, ...lines];
}
