import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode';
import type { Existing } from '../../ports/engine';
import { encodeContainerOutputs, encodeSeenContainer } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { imageReference } from '../../resources/container-form';
import { encodeDriftNotes } from '../../resources/drift-notes';
import { encodeImageOutputs } from '../../resources/image/outputs';
import { isNamed } from './connection/image-name';
import { namesOf } from './container-spec';

/**
 * Returns a container of ours in the terms of a record. A setting that somebody changed shows as drift, and so does a
 * former container that is still there.
 */
export function existingContainer(
  found: ContainerInspectInfo,
  inputs: ContainerInputs,
  hasFormer: boolean,
): Existing {
  const { volume } = namesOf(inputs);
  const { Config, Id, State } = found;
  const repairable = { ...driftOf(found, inputs), ...(hasFormer ? { former: 'not removed' } : {}) };
  const port = portOf(found) ?? inputs.port;
  return {
    inputs: {
      ...encodeSeenContainer({
        port,
        image: isNamed(Config.Image, imageReference(inputs)) ? inputs.image : Config.Image,
      }),
      ...encodeDriftNotes({ repairable, replacing: {}, isGone: false }),
    },
    outputs: encodeContainerOutputs({ id: Id, url: `http://127.0.0.1:${port}`, volume }),
    status: statusOf(State),
  };
}

/** Returns the settings of a container that somebody changed, and that no input names. */
export function driftOf(
  { HostConfig, NetworkSettings }: ContainerInspectInfo,
  inputs: ContainerInputs,
): Readonly<Record<string, string>> {
  const { network } = namesOf(inputs);
  const policy = HostConfig.RestartPolicy?.Name ?? '';
  return {
    ...(policy === 'unless-stopped' ? {} : { restart: policy }),
    ...(Object.hasOwn(NetworkSettings.Networks, network) ? {} : { network: 'disconnected' }),
  };
}

/** Returns an image in the terms of a record. */
export function existingImage({ Id, RepoDigests }: ImageInspectInfo): Existing {
  return {
    inputs: {},
    outputs: encodeImageOutputs({ id: Id, repoDigest: RepoDigests[0] ?? null, epoch: null, pushed: null }),
    status: 'ready',
  };
}

/** A container that was stopped is at rest; one that ended by itself, or never began, has failed. */
function statusOf({ Status, Restarting }: ContainerInspectInfo['State']): Existing['status'] {
  if (Status === 'running' && !Restarting) return 'ready';
  return Status === 'exited' || Status === 'paused' ? 'stopped' : 'failed';
}

function portOf({ HostConfig }: ContainerInspectInfo): number | null {
  const bindings = Object.values((HostConfig.PortBindings ?? {}) as PortBindings).flat();
  // Podman lists the ports of the image as well, without one of the host.
  const port = Number(bindings.find((binding) => binding?.HostPort)?.HostPort ?? Number.NaN);
  return Number.isInteger(port) && port > 0 ? port : null;
}

type PortBindings = Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>>;
