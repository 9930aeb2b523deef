using Farm.Coordinator.Terminal;
using Farm.Coordinator.Verbs;
using Farm.Studies;

using var process = new ProcessHost(BuiltInStudies.Catalog);
return (int)FarmCommand.Invoke(args, process.Host);
