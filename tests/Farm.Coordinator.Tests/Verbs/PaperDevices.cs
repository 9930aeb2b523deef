using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Devices;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>GPUs on paper: they compute what the processor does, and take no cells of <c>side: edge</c>.</summary>
internal sealed class PaperDevices(int count, string backend = "ilgpu-cuda", bool takesEdges = true) : IDeviceFinder
{
    /// <summary>Devices in use.</summary>
    public int Open;

    public string? Missing => null;

    public IReadOnlyList<(string Word, string Facts)> All =>
        [.. Enumerable.Range(0, count).Select(i => (FormattableString.Invariant($"gpu:{i}"), "Paper: CUDA"))];

    public DeviceChoice Choose(string word)
    {
        var devices = All.Where(d => word == "gpu" || d.Word == word).Select(d => new Device(d.Word, this)).ToArray();
        return devices.Length > 0 ? new(devices, null) : new([], $"--device {word}: there is none; use --device cpu.");
    }

    public CellRefusal? RefusalOf(IStudy study, Cell cell) => takesEdges || cell.Parameters["side"].Word != "edge"
        ? null
        : new CellRefusal("side", "edges have no kernel for a GPU; use --device cpu");

    private sealed class Device(string word, PaperDevices all) : IStudyDevice
    {
        public string Name => $"{word} Paper";

        public string Backend => all.backend;

        public string Facts => "Paper: CUDA";

        public CellRefusal? RefusalOf(IStudy study, Cell cell) => all.RefusalOf(study, cell);

        public IOpenDevice Open(StudyCatalog catalog)
        {
            Interlocked.Increment(ref all.Open);
            return new OpenDevice(all, catalog);
        }
    }

    private sealed class OpenDevice(PaperDevices all, StudyCatalog catalog) : IOpenDevice
    {
        public StudyCatalog Studies => catalog;

        public void Dispose() => Interlocked.Decrement(ref all.Open);
    }

    private string backend { get; } = backend;
}
