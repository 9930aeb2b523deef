namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>What <see cref="IOrbitKernel"/> is in the threads of a device: steps of one orbit, its state in its batch's rows.</summary>
internal interface IOrbitSteps
{
    /// <summary>Goes on by some steps.</summary>
    static abstract void Advance(in OrbitGpuMemory memory, int orbit, int steps);

    /// <summary>Tangents begin anew.</summary>
    static abstract void Begin(in OrbitGpuMemory memory, int orbit);

    /// <summary>Goes on by some steps, and the tangents with them.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="orbit">The orbit.</param>
    /// <param name="steps">A multiple of <see cref="IOrbitKernel.Stride"/>.</param>
    /// <param name="block">The block whose growth it is.</param>
    static abstract void Advance(in OrbitGpuMemory memory, int orbit, int steps, int block);
}
