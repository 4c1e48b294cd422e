import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Where clouds answer a machine's questions about itself, credentials included. Nobody receives callbacks there, so these
 * are refused even where private addresses are allowed.
 */
const METADATA = [
  '169.254.0.0/16', // AWS, Google, Azure, Oracle, DigitalOcean, Hetzner, OpenStack, Scaleway and Tencent, and AWS's containers
  '168.63.129.16/32', // Azure's WireServer: a public address
  '100.100.100.200/32', // Alibaba
  '192.0.0.192/32', // Oracle Classic
  'fd00:ec2::/32', // AWS, EKS and AWS's resolver over IPv6
  'fd20:ce::/32', // Google over IPv6
  'fd00:42::42/128', // Scaleway over IPv6
  'fd00:a9fe:a9fe::/48', // Linode over IPv6
  'fe80::a9fe:a9fe/128', // OpenStack over IPv6
].map((range) => ipaddr.parseCIDR(range));

/** Whether a cloud's metadata service answers at this address, also when it is written inside an IPv6 address. */
export function isMetadataAddress(text: string): boolean {
  const address = ipaddr.process(text);
  return [address, ...embeddedIn(address)].some((one) =>
    METADATA.some(([base, bits]) => one.kind() === base.kind() && one.match(base, bits)),
  );
}

/** Public unicast only: no loopback, private, link-local, carrier, multicast, reserved or metadata address. */
export function isPublicAddress(text: string): boolean {
  if (isMetadataAddress(text)) return false;
  const address = ipaddr.process(text);
  // Of IPv6 only 2000::/3 is allocated; everything else that counts as unicast is unassigned, or obsolete like ::127.0.0.1.
  const isAllocated = address instanceof ipaddr.IPv6 ? address.match(ipaddr.IPv6.parse('2000::'), 3) : true;
  return isAllocated && address.range() === 'unicast';
}

/** The IPv4 address that NAT64, 6to4 or the obsolete IPv4-compatible form leads to. */
function embeddedIn(address: Address): readonly ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  const { parts } = address;
  const ipv4At = (part: number) =>
    new ipaddr.IPv4(parts.slice(part, part + 2).flatMap((two) => [two >> 8, two & 0xff]));
  if (address.range() === '6to4') return [ipv4At(1)];
  const isCompatible = parts.slice(0, 6).every((part) => part === 0);
  return address.range() === 'rfc6052' || isCompatible ? [ipv4At(6)] : [];
}
