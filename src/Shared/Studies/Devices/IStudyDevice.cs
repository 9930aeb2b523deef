using Farm.Domain;

namespace Farm.Studies.Devices;

/// <summary>A device beside the processor on which one slot of a node computes studies.</summary>
public interface IStudyDevice
{
    /// <summary>What blocks are stored with, such as <c>gpu:0 NVIDIA H100</c>.</summary>
    string Name { get; }

    /// <summary>The backend that blocks are stored with; see <see cref="Backends"/>.</summary>
    string Backend { get; }

    /// <summary>What people are told of it: type, memory, what of arithmetic it has.</summary>
    string Facts { get; }

    /// <summary>Why a cell cannot be computed on it, and what to change; null when it can.</summary>
    CellRefusal? RefusalOf(IStudy study, Cell cell);

    /// <summary>Takes it for one worker.</summary>
    /// <param name="catalog">The studies of this host.</param>
    IOpenDevice Open(StudyCatalog catalog);
}

/// <summary>A device in use by one worker, whose thread alone touches it.</summary>
public interface IOpenDevice : IDisposable
{
    /// <summary>The studies, computed on the device.</summary>
    StudyCatalog Studies { get; }
}
