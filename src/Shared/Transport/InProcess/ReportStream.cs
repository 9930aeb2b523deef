using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>The reports of one ledger, kept until they are acknowledged. Guarded by the transport's lock.</summary>
internal sealed class ReportStream(Guid ledger)
{
    private readonly SortedDictionary<long, ShardReport> unacknowledged = [];
    private long lastTag;

    public Guid Ledger => ledger;

    /// <summary>The open coordinator's mailbox, or null.</summary>
    public IMailbox<CoordinatorMessage>? Coordinator { get; private set; }

    public void Open(IMailbox<CoordinatorMessage> mailbox)
    {
        Coordinator = mailbox;
        foreach (var (tag, report) in unacknowledged)
        {
            mailbox.Post(new ReportArrived(new DeliveryTag(tag), report));
        }
    }

    public void Close(bool isRetired)
    {
        Coordinator = null;
        if (isRetired)
        {
            unacknowledged.Clear();
        }
    }

    public void Add(ShardReport report)
    {
        unacknowledged.Add(++lastTag, report);
        Coordinator?.Post(new ReportArrived(new DeliveryTag(lastTag), report));
    }

    public void Release(DeliveryTag tag) => unacknowledged.Remove(tag.Value);
}
