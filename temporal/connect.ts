import { readFileSync } from 'node:fs';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Config } from '../platform/config';
import { createPayloadCodec } from './payload-codec';

type TemporalConfig = Pick<
  Config,
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_NAMESPACE'
  | 'TEMPORAL_API_KEY'
  | 'TEMPORAL_TLS_CA'
  | 'TEMPORAL_TLS_CERT'
  | 'TEMPORAL_TLS_KEY'
  | 'TEMPORAL_TLS_SERVER_NAME'
  | 'HANDOVER_ENCRYPTION_KEY'
>;

/** How to reach Temporal, for client and worker alike. TLS is used with an API key or any TEMPORAL_TLS_ variable. */
export function connectionOptions(config: TemporalConfig) {
  const {
    TEMPORAL_TLS_CA: ca,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_TLS_SERVER_NAME: name,
  } = config;
  const tls = {
    ...(ca ? { serverRootCACertificate: readFileSync(ca) } : {}),
    ...(cert && key ? { clientCertPair: { crt: readFileSync(cert), key: readFileSync(key) } } : {}),
    ...(name ? { serverNameOverride: name } : {}),
  };
  const secure = Boolean(config.TEMPORAL_API_KEY) || Object.keys(tls).length > 0;
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(secure ? { tls } : {}),
    ...(config.TEMPORAL_API_KEY ? { apiKey: config.TEMPORAL_API_KEY } : {}),
  };
}

/** gRPC would wait for up to two minutes between its tries to connect, and everyone with it after an outage. */
const RECONNECT = { 'grpc.max_reconnect_backoff_ms': 5_000 };

const RESOURCE_EXHAUSTED = 8;

/**
 * The SDK's own, but for a workflow that an event kept from ending: it takes no update for some milliseconds, which is
 * no overload. Temporal calls both RESOURCE_EXHAUSTED.
 */
const retries = makeGrpcRetryInterceptor(
  defaultGrpcRetryOptions({
    initialIntervalMs: ({ code, details }) => {
      if (details.includes('workflow is closing')) return 25;
      return code === RESOURCE_EXHAUSTED ? 1_000 : 100;
    },
  }),
);

/** A client that connects at its first call: Temporal may be away at start and come later. */
export function connectClient(config: TemporalConfig): Client {
  const connection = Connection.lazy({ ...connectionOptions(config), channelArgs: RECONNECT, interceptors: [retries] });
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, dataConverter: dataConverter(config) });
}

/** With an encryption key, what Temporal keeps is encrypted. The same for client and worker. */
export function dataConverter({
  HANDOVER_ENCRYPTION_KEY: keys,
}: Pick<TemporalConfig, 'HANDOVER_ENCRYPTION_KEY'>): DataConverter {
  return keys ? { payloadCodecs: [createPayloadCodec(keys)] } : {};
}
