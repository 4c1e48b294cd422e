import ipaddr from 'ipaddr.js';

/** The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address, since clients own all of it. */
export function networkOf(address = ''): string {
  if (!ipaddr.isValid(address)) return 'unknown'; // anything else that a proxy wrote counts as one client
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
