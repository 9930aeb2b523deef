using System.Text;
using Farm.Hosting;
using Farm.Node.CommandLine;
using Farm.Node.Optional;
using Farm.Studies;
using Farm.Studies.Data;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
using var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
using var interruption = new Interruption();
var library = new DataLibrary(DataFolder.Files);
var host = new NodeHost(BuiltInStudies.With(library), output, error)
{
    Interruption = interruption,

    // A node outlives its broker's absence, from the first minute on: it is started before and stopped after.
    Connect = (settings, observer) => AkkaEngine.Connect(settings with { FirstConnectPatience = null }, observer),
};
using var signals = new SignalWatch(
    interruption, () => host.Say("draining: finishes or hands back what is here, then exits; once more stops at once."));
if (DataFolder.Problem() is { } problem)
{
    host.Say($"warning: {problem}.");
}

return (int)NodeCommand.Invoke(args, host);
