// The XML documents that a PPC gateway exports: the profile of the meter, and its readings.
import { CHANNELS, type MeterChannel } from '../household.js';
import { Refusal } from '../refusal.js';
import type { ActionCall } from './call.js';
import { chosenSpan } from './span.js';
import { LOGICAL_NAMES, readingsBetween, type PairedReading } from './values.js';

const DAY = 24 * 60 * 60 * 1000;
/** The longest span of one export, in ms. A guess; one of 85 days is known to work. */
const MAX_EXPORT = 100 * DAY;

const WATT_HOURS = 30;

/** The registers as `profile_generic-1`. Throws a Refusal: 400 for the span, 404 without readings. */
export function valuesDocument({ form, meter, meterId, time }: ActionCall): string {
  const span = chosenSpan(form);
  if (span.to - span.from > MAX_EXPORT) throw new Refusal(400, 'Expected: a span of at most 100 days.');
  const readings = readingsBetween(meter, span, time).toReversed();
  if (readings.length === 0) throw new Refusal(404, 'There are no readings in this span.');
  const columns = CHANNELS.map((channel, index) => column(readings, channel, index + 1));
  const name = `01005e31803c.${meterId}.sm`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<ns1:object class_id="7" class_version="1" id="${name}" xmlns:ns1="urn:k461-dke-de:profile_generic-1" xmlns:ns2="urn:k461-dke-de:extension-1">
<ns1:attributes count="3">
<ns2:logical_name id="1">${name}</ns2:logical_name>
${captureObjects(meterId)}
<ns1:buffer id="3"><ns1:simple_data count="${columns.length}">
${columns.join('\n')}
</ns1:simple_data></ns1:buffer>
</ns1:attributes>
</ns1:object>`;
}

function captureObjects(id: string): string {
  const objects = CHANNELS.map(
    (channel, index) =>
      `<ns1:capture_object id="${index + 1}"><ns2:logical_name>${LOGICAL_NAMES[channel]}.${id}.sm</ns2:logical_name><ns2:class_id>32822</ns2:class_id></ns1:capture_object>`,
  );
  return `<ns1:capture_objects id="2" count="${objects.length}">${objects.join('')}</ns1:capture_objects>`;
}

function column(readings: readonly PairedReading[], channel: MeterChannel, id: number): string {
  const entries = readings.map((reading, index) => entry(reading, channel, index + 1));
  return `<ns1:column count="${entries.length}" id="${id}">\n${entries.join('\n')}\n</ns1:column>`;
}

/** The count has a scaler of -1, so that it is in Wh; its time is UTC. */
function entry({ time, counts }: PairedReading, channel: MeterChannel, id: number): string {
  const captured = `${new Date(time).toISOString().slice(0, 19)}Z`;
  return `<ns1:entry_gateway_signed id="${id}"><ns2:value><ns2:long64>${counts[channel]}</ns2:long64></ns2:value><ns2:scaler>-1</ns2:scaler><ns2:unit>${WATT_HOURS}</ns2:unit><ns2:status><ns2:unsigned>0</ns2:unsigned></ns2:status><ns2:capture_time>${captured}</ns2:capture_time></ns1:entry_gateway_signed>`;
}

/** The LMN container of the meter. */
export function profileDocument({ meterId: id }: ActionCall): string {
  const name = `00000000e001.${id}.sm`;
  const values = CHANNELS.map(
    (channel, index) => `<ems:value id="${index + 1}">${LOGICAL_NAMES[channel]}</ems:value>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<klc:container id="00000000e000.${id}.sm" xmlns:adevs="urn:k461-dke-de:abstract_device_setup-1" xmlns:adls="urn:k461-dke-de:abstract_device_lmn_setup-1" xmlns:cox="urn:k461-dke-de:extension-1" xmlns:ems="urn:k461-dke-de:e_meter_sensor_setup-1" xmlns:klc="urn:k461-dke-de:kaf_lmn_container-1">
<klc:e_meter_device_object class_id="32809" class_version="0" id="${name}">
<ems:attributes count="19">
<cox:logical_name id="1">${name}</cox:logical_name>
<adevs:device_identifier id="2">${id}</adevs:device_identifier>
<adevs:device_type id="3">0</adevs:device_type>
<adevs:active id="4">1</adevs:active>
<adevs:samplerate id="5">900</adevs:samplerate>
<adls:com_type id="7">TLS</adls:com_type>
<ems:values count="${values.length}" id="16">${values.join('')}</ems:values>
</ems:attributes>
</klc:e_meter_device_object>
</klc:container>`;
}
