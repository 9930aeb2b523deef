using Farm.Domain;
using Farm.Hosting;
using Farm.Node.CommandLine;
using Farm.Node.Optional;
using Farm.Studies;
using Farm.Transport;
using Farm.Transport.InProcess;

namespace Farm.Node.Tests;

/// <summary><c>farm-node</c> in this process, on a transport in memory.</summary>
internal sealed class NodeProcess : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly NodeHost host;

    public NodeProcess(ITransport? transport = null)
    {
        Transport = transport ?? new InProcessTransport();
        host = new NodeHost(new StudyCatalog(new CountingStudy()), output, error)
        {
            Interruption = Interruption,
            Variable = _ => null,
            Devices = new NoDevices(),
            Connect = (_, observer) =>
            {
                Observer = observer;
                return Transport;
            },
        };
    }

    public ITransport Transport { get; }

    public Interruption Interruption { get; } = new();

    public Action<TransportEvent>? Observer { get; private set; }

    public string Output => output.ToString();

    public string Error
    {
        get
        {
            lock (host.Error)
            {
                return error.ToString();
            }
        }
    }

    public Task<ExitCode> StartAsync(params string[] args) =>
        Task.Run(() => NodeCommand.Invoke(["--transport", "amqp://nowhere", "--slots", "1", .. args], host)).WaitAsync(Patience);

    public ExitCode Run(params string[] args) => NodeCommand.Invoke(args, host);

    /// <summary>A coordinator's side, which hears what the node says.</summary>
    public async Task<(ICoordinatorLink Link, Heard Mailbox)> OpenAsync(Guid? ledger = null)
    {
        var mailbox = new Heard();
        return (await Transport.OpenAsync(new LedgerIdentity(ledger ?? Guid.Empty, new byte[32]), mailbox), mailbox);
    }

    public void Dispose() => Interruption.Dispose();

    /// <summary>What a coordinator hears.</summary>
    internal sealed class Heard : IMailbox<CoordinatorMessage>
    {
        private readonly Mailbox<CoordinatorMessage> messages = new();

        public void Post(CoordinatorMessage message) => messages.Post(message);

        public async Task<T> NextAsync<T>()
            where T : CoordinatorMessage
        {
            while (await messages.WaitAsync().AsTask().WaitAsync(Patience))
            {
                while (messages.TryRead(out var message))
                {
                    if (message is T wanted)
                    {
                        return wanted;
                    }
                }
            }

            throw new InvalidOperationException("The mailbox is closed.");
        }
    }
}
