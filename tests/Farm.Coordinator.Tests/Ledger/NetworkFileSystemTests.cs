using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class NetworkFileSystemTests
{
    private static readonly IReadOnlyList<Mount> Mounts = Mount.Parse(
    [
        "/dev/vda / ext4 rw,relatime 0 0",
        "server:/export /home nfs4 rw 0 0",
        "/dev/vdb /home/local xfs rw 0 0",
        "me@host:/ /mnt/my\\040share fuse.sshfs rw 0 0",
        "//nas/x /mnt/nas cifs rw 0 0",
        "mergerfs /pool fuse.mergerfs rw 0 0",
        "overlay /mnt/nas/over overlay rw 0 0",
        "C: /mnt/c 9p rw 0 0",
        "/dev/vdc /data ext4 rw 0 0",
        "tank@o2ib:/l /data lustre rw 0 0",
        "short line",
    ]);

    [Theory]
    [InlineData("/farm.db", null)]
    [InlineData("/home/me/farm.db", "nfs4")]
    [InlineData("/home", "nfs4")]
    [InlineData("/homes/farm.db", null)]
    [InlineData("/home/local/farm.db", null)]
    [InlineData("/mnt/my share/farm.db", "fuse.sshfs")]
    [InlineData("/mnt/nas/farm.db", "cifs")]
    [InlineData("/mnt/nas/over/farm.db", null)]
    [InlineData("/pool/farm.db", null)]
    [InlineData("/mnt/c/farm.db", "9p")]
    [InlineData("/data/farm.db", "lustre")]
    public void The_innermost_and_last_mount_tells(string path, string? expected) =>
        Assert.Equal(expected, NetworkFileSystem.Of(path, Mounts));

    [Fact]
    public void This_machine_has_a_mount_for_every_folder() => Assert.NotEmpty(Mount.For(AppContext.BaseDirectory));
}
