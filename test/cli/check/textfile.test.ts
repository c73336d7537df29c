// A check as metrics: the certificate that the gateway showed, and what promtool thinks of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { finding, type StepOutcome } from '../../../src/check/causes.js';
import { checkMetrics } from '../../../src/cli/check/textfile.js';
import { missing } from '../../support/requires.js';

const CERTIFICATE = {
  ...{ subject: 'CN=gateway', issuer: 'CN=gateway', names: '', fingerprint: 'AB:CD' },
  ...{ validFrom: new Date(0), validTo: new Date(2_000_000_000_000) },
};
const shown = finding('certificate-foreign', {
  ...{ address: '10.11.120.2', port: 443, certificate: CERTIFICATE },
});
const OUTCOMES: readonly StepOutcome[] = [{ step: 'certificate', result: 'failed', finding: shown, ms: 1 }];
const text = checkMetrics({ outcomes: OUTCOMES, status: 13, urls: [] }, new Date(1_800_000_000_500));

describe('the metrics of a check', () => {
  it('have its time and status, and each certificate that was shown', () => {
    assert.deepEqual(
      text.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
      [
        'smgw_proxy_check_last_run_timestamp_seconds 1800000000.5',
        'smgw_proxy_check_exit_status 13',
        'smgw_proxy_check_certificate_info{target="10.11.120.2:443",sha256="AB:CD"} 1',
        'smgw_proxy_check_certificate_expiry_timestamp_seconds{target="10.11.120.2:443"} 2000000000',
      ],
    );
  });

  it('name each gateway as the configuration does, and each certificate once', () => {
    const at = (subject: string): StepOutcome => ({ ...OUTCOMES[0], subject }) as StepOutcome;
    const [first, second] = ['10.11.120.2:443 (source eth1)', '10.11.120.2:443 (source eth2)'] as const;
    const outcomes = [at(first), at(first), at(second)];
    const lines = checkMetrics({ outcomes, status: 0, urls: [] }, new Date(0)).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('smgw_proxy_check_certificate_info')),
      [first, second].map(
        (target) => `smgw_proxy_check_certificate_info{target="${target}",sha256="AB:CD"} 1`,
      ),
    );
  });

  it('are such that promtool has nothing to say', { skip: missing('promtool') }, () => {
    const { status, stdout } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.deepEqual([status, stdout], [0, '']);
  });
});
