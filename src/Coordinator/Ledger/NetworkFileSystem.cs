using System.Collections.Frozen;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// Tells file systems that lie on another host. SQLite's write-ahead log needs memory that all its users share, and
/// locks that hold, which these do not give.
/// </summary>
internal static class NetworkFileSystem
{
    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
        [
            "9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "fhgfs", "glusterfs", "gpfs", "lustre",
            "ncpfs", "network drive", "nfs", "nfs3", "nfs4", "orangefs", "panfs", "pvfs2", "smb", "smb2", "smb3",
            "smbfs", "webdav",
            "fuse.ceph", "fuse.ceph-fuse", "fuse.cifs", "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.gcsfuse",
            "fuse.glusterfs", "fuse.goofys", "fuse.juicefs", "fuse.nfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of the network file system that holds a path, or null when a local one does.</summary>
    /// <param name="path">Absolute, without symbolic links.</param>
    /// <param name="mounts">In the order in which they were mounted: the later hides the earlier.</param>
    public static string? Of(string path, IEnumerable<Mount> mounts)
    {
        Mount? holder = null;
        foreach (var mount in mounts)
        {
            if (Holds(mount.Point, path) && (holder is null || mount.Point.Length >= holder.Value.Point.Length))
            {
                holder = mount;
            }
        }

        return holder is { } found && Types.Contains(found.FileSystem) ? found.FileSystem : null;
    }

    private static bool Holds(string point, string path) =>
        path.StartsWith(point, StringComparison.Ordinal)
        && (path.Length == point.Length || point.EndsWith('/') || point.EndsWith('\\')
            || path[point.Length] is '/' or '\\');
}
