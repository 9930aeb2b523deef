namespace Farm.Transport.Akka.Wire;

/// <summary>Anything that goes from one process of the cluster to another.</summary>
internal interface IEngineMessage;

/// <summary>Asks the process at the cluster's address which cluster it is.</summary>
internal sealed record GateCall : IEngineMessage;

/// <summary>The answer.</summary>
/// <param name="Cluster">The cluster: another one when the process at its address began anew.</param>
internal sealed record GateAnswer(Guid Cluster) : IEngineMessage;

/// <summary>A coordinator wants a ledger for itself.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Claim">The coordinator's life.</param>
internal sealed record ClaimCall(Guid Ledger, Guid Claim) : IEngineMessage;

/// <summary>The answer.</summary>
internal sealed record ClaimAnswer(Guid Ledger, Guid Claim, bool IsTaken) : IEngineMessage;

/// <summary>A process with a new node asks coordinators to call the roll.</summary>
internal sealed record RollRequest : IEngineMessage;

/// <summary>A coordinator asks a process for its nodes.</summary>
/// <param name="Ledger">The coordinator's ledger.</param>
/// <param name="Coordinator">The coordinator's life.</param>
internal sealed record RollQuestion(Guid Ledger, Guid Coordinator) : IEngineMessage;

/// <summary>The process's answer: so many nodes will say hello.</summary>
internal sealed record RollAnswer(Guid Coordinator, int Nodes) : IEngineMessage;

/// <summary>A node says what it is, and opens a channel.</summary>
/// <param name="Coordinator">The coordinator's life that is meant.</param>
/// <param name="Channel">The channel, new.</param>
/// <param name="Incarnation">The node's life: the same name in another life is another node.</param>
/// <param name="Hello">What the node is, as <c>WireCodec</c> writes it.</param>
internal sealed record HelloCall(Guid Coordinator, Guid Channel, Guid Incarnation, ReadOnlyMemory<byte> Hello)
    : IEngineMessage;

/// <summary>The channel is open.</summary>
internal sealed record Welcome(Guid Channel) : IEngineMessage;

/// <summary>Another node of that name is there.</summary>
internal sealed record NameTaken(Guid Channel) : IEngineMessage;

/// <summary>The channel is not there, or not any more; also the answer to a goodbye.</summary>
internal sealed record ChannelUnknown(Guid Channel) : IEngineMessage;

/// <summary>The node leaves; answered by <see cref="ChannelUnknown"/>.</summary>
internal sealed record Goodbye(Guid Channel) : IEngineMessage;

/// <summary>The coordinator closes; answered by <see cref="ChannelUnknown"/>.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="IsRetired">Whether its ledger's work is complete.</param>
internal sealed record Closing(Guid Channel, bool IsRetired) : IEngineMessage;

/// <summary>What a node tells a coordinator.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="AllowVersion">Counts changes of <paramref name="Allow"/>.</param>
/// <param name="Allow">Orders of the shared queue that the node holds of this coordinator at most.</param>
/// <param name="Received">All orders up to this number are here.</param>
/// <param name="Done">Orders acknowledged since the last batch.</param>
/// <param name="Held">Every order that is here and not acknowledged; null when only changes are told.</param>
/// <param name="Reports">Reports.</param>
/// <param name="Asked">Reports that were taken, and whose end is not known.</param>
/// <param name="Starts">Starts, each a notice as <c>WireCodec</c> writes it.</param>
/// <param name="Notices">Status and warnings, as <c>WireCodec</c> writes them.</param>
internal sealed record NodeBatch(
    Guid Channel,
    int AllowVersion,
    int Allow,
    long Received,
    long[] Done,
    long[]? Held,
    ReportPart[] Reports,
    long[] Asked,
    StartPart[] Starts,
    ReadOnlyMemory<byte>[] Notices) : IEngineMessage;

/// <summary>A report in a batch.</summary>
/// <param name="Number">Its number in the channel, from 1.</param>
/// <param name="Code">Its seal, or empty.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct ReportPart(long Number, ReadOnlyMemory<byte> Code, ReadOnlyMemory<byte> Body);

/// <summary>A notice of starts in a batch.</summary>
/// <param name="Number">Its number in the channel, from 1; 0 when no answer is wanted.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct StartPart(long Number, ReadOnlyMemory<byte> Body);

/// <summary>What a coordinator tells a node.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="AllowVersion">The last version of the node's allowance that counts here.</param>
/// <param name="Held">Orders of the shared queue that the node has by the coordinator's book.</param>
/// <param name="HasMore">Whether orders wait that no node takes.</param>
/// <param name="IsUrgent">Whether the node is doubted, and to say a word at once.</param>
/// <param name="ReportsTaken">All reports up to this number are here.</param>
/// <param name="StartsTaken">All starts up to this number are here.</param>
/// <param name="ReportsDone">Reports that are on disk, or refused: they need not be kept.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Judgement">A judgement as <c>WireCodec</c> writes it, or empty.</param>
internal sealed record CoordinatorBatch(
    Guid Channel,
    int AllowVersion,
    int Held,
    bool HasMore,
    bool IsUrgent,
    long ReportsTaken,
    long StartsTaken,
    long[] ReportsDone,
    OrderPart[] Orders,
    ReadOnlyMemory<byte> Judgement) : IEngineMessage;

/// <summary>An order in a batch.</summary>
/// <param name="Number">Its number in the channel, from 1.</param>
/// <param name="Delivery">How often it was delivered, with this time.</param>
/// <param name="IsShared">Whether it is of the shared queue and not for this node alone.</param>
/// <param name="Key">The key with which its report is sealed.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct OrderPart(
    long Number, int Delivery, bool IsShared, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Body);

/// <summary>Bytes that are no message: stands in for it, so that its receiver can count it.</summary>
/// <param name="Reason">What is wrong, in one line that repeats nothing of the message but numbers.</param>
internal sealed record Malformed(string Reason) : IEngineMessage;
