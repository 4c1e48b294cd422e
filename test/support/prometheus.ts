/** One number that a process serves to Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/** What a process measures right now. Throws on a line that Prometheus could not read. */
export async function scrape(port: number): Promise<readonly Sample[]> {
  const reply = await fetch(`http://127.0.0.1:${port}/metrics`);
  const lines = (await reply.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map(sampleIn);
}

/** The sum of the samples of this name that carry these labels; null when there is none. */
export function total(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number | null {
  const fit = samples.filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return fit.length === 0 ? null : fit.reduce((sum, { value }) => sum + value, 0);
}

function sampleIn(line: string): Sample {
  const [, name, labels = '', value] = LINE.exec(line) ?? [];
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'gy'))];
  const isWhole = pairs.map(([pair]) => pair).join('') === labels;
  const number = Number(value?.replace('Inf', 'Infinity'));
  const isNumber = !Number.isNaN(number) || value?.toLowerCase() === 'nan'; // which is written where nothing was measured
  if (name === undefined || !isWhole || !isNumber) throw new Error(`Prometheus cannot read: ${line}`);
  return { name, labels: Object.fromEntries(pairs.map(([, key, text]) => [key, text])), value: number };
}
