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

/** By default gRPC waits up to two minutes before it reconnects, and every wake with it after an outage. */
const RECONNECT = { 'grpc.max_reconnect_backoff_ms': 2_000 };

const RESOURCE_EXHAUSTED = 8;

/**
 * The SDK's own retries, except for a workflow that is just closing: it takes no signal for some milliseconds, which is
 * no overload. Temporal reports both as RESOURCE_EXHAUSTED.
 */
const retries = makeGrpcRetryInterceptor(
  defaultGrpcRetryOptions({
    initialIntervalMs: ({ code, details }) => {
      if (details.includes('workflow is closing')) return 25;
      return code === RESOURCE_EXHAUSTED ? 1_000 : 100;
    },
  }),
);

/** A client that connects at its first call: Temporal may become available after the start. */
export function connectClient(config: TemporalConfig): Client {
  const connection = Connection.lazy({ ...connectionOptions(config), channelArgs: RECONNECT, interceptors: [retries] });
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, dataConverter: dataConverter(config) });
}

/**
 * How payloads are read and written, the same for client and worker. What cannot be read never fails a workflow task; with
 * an encryption key, what Temporal stores is encrypted.
 */
export function dataConverter({
  HANDOVER_ENCRYPTION_KEY: keys,
}: Pick<TemporalConfig, 'HANDOVER_ENCRYPTION_KEY'>): DataConverter {
  const payloadConverterPath = require.resolve('../workflows/payload-converter');
  return { payloadConverterPath, ...(keys ? { payloadCodecs: [createPayloadCodec(keys)] } : {}) };
}
