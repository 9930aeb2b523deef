using System.Runtime.CompilerServices;
using ILGPU;

// ILGPU's launchers live in an assembly of its own, and call kernels that are internal here.
[assembly: InternalsVisibleTo(Context.RuntimeAssemblyName)]
