using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Studies;
using Farm.Studies.Data;

var library = new DataLibrary(DataFolder.Files);
using var process = new ProcessHost(BuiltInStudies.With(library), library);
if (DataFolder.Problem() is { } problem)
{
    process.Host.Say($"warning: {problem}.");
}

return (int)FarmCommand.Invoke(args, process.Host);
