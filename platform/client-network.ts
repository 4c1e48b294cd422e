import ipaddr from 'ipaddr.js';

/** What is one client's own: an IPv4 address, or the /64 of an IPv6 one, for whoever has one of these has them all. */
export function networkOf(address = ''): string {
  if (!ipaddr.isValid(address)) return 'unknown'; // whatever a proxy wrote: all such are one client
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
