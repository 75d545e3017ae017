/** Zip files that strangers made. */
export {
  partsOfArchive,
  refusalOfArchive,
  type ArchiveLimits,
  type ArchivePart,
  type ArchiveRefusal
} from './archive.server.ts';
export { unpack, type Unpacked, type UnpackRefusal } from './unpack.server.ts';
