/** Zip files that strangers made. */
export { refusalOfArchive, type ArchiveLimits, type ArchiveRefusal } from './archive.server.ts';
export { unpack, type Unpacked, type UnpackRefusal } from './unpack.server.ts';
