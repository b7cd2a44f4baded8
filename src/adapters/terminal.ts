import { fstatSync, statSync } from 'node:fs';

/**
 * Whether a descriptor may be a terminal: a device, but not the null device.
 *
 * To be sure takes Node's module for terminals, which takes long to load, and most descriptors of a pipeline are
 * pipes, files and the null device.
 */
export function mayBeTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev !== nullDevice();
  } catch {
    return false;
  }
}

const nullDevice = (): number | undefined => statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
