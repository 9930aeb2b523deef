using Farm.Domain;

namespace Farm.Transport.Wire;

/// <content>Starts, and what coordinators tell nodes.</content>
internal static partial class WireCodec
{
    /// <summary>The bytes of a notice of starts.</summary>
    /// <exception cref="WireException">The notice is beyond the bounds of messages.</exception>
    public static byte[] Write(StartNotice notice)
    {
        var form = new StartForm
        {
            Ledger = notice.Ledger,
            Started =
            [
                .. notice.Started.Select(s => new StartedForm
                {
                    Shard = FormOf(s.Shard),
                    By = FormOf(s.By),
                    Alone = s.Alone,
                }),
            ],
        };
        StartOf(form);
        return Write(form, WireJson.Default.StartForm);
    }

    /// <summary>The notice of starts that bytes stand for.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static StartNotice ReadStart(ReadOnlySpan<byte> bytes) => StartOf(Read(bytes, WireJson.Default.StartForm));

    /// <summary>A call's bytes. A judgement's reason is made to fit.</summary>
    /// <exception cref="WireException">The call is beyond the bounds of messages.</exception>
    public static byte[] Write(NodeCall call)
    {
        var form = call switch
        {
            RollCall roll => new CallForm { RollCall = new RollCallForm { Ledger = roll.Ledger } },
            JudgementCall judged => new CallForm
            {
                Judgement = new JudgementForm
                {
                    Ledger = judged.Ledger,
                    Verdict = NameOf(judged.Judgement.Verdict),
                    Reason = WireText.ToLine(judged.Judgement.Reason),
                },
            },
            _ => throw new WireException($"There is no form for {call.GetType().Name}."),
        };
        return Write(form, WireJson.Default.CallForm);
    }

    /// <summary>The call that bytes stand for.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static NodeCall ReadCall(ReadOnlySpan<byte> bytes) => Read(bytes, WireJson.Default.CallForm) switch
    {
        { RollCall: { } roll, Judgement: null } => new RollCall(roll.Ledger),
        { RollCall: null, Judgement: { } form } => new JudgementCall(
            form.Ledger, new NodeJudgement(VerdictOf(form.Verdict), WireCheck.Text(form.Reason, "reason"))),
        _ => throw new WireException("A call is exactly one of roll_call, judgement."),
    };

    private static StartNotice StartOf(StartForm form) =>
        new(form.Ledger, WireCheck.List(form.Started, WireLimits.Starts, StartedOf, "started"));

    private static ShardStarted StartedOf(StartedForm form) =>
        new(ShardOf(form.Shard), WorkerOf(form.By), form.Alone);

    private static string NameOf(NodeVerdict verdict)
    {
        switch (verdict)
        {
            case NodeVerdict.Serves:
                return "serves";
            case NodeVerdict.Refused:
                return "refused";
            case NodeVerdict.Quarantined:
                return "quarantined";
            default:
                WireCheck.Throw($"verdict is {(int)verdict}, which is none");
                return "";
        }
    }

    private static NodeVerdict VerdictOf(string name)
    {
        switch (name)
        {
            case "serves":
                return NodeVerdict.Serves;
            case "refused":
                return NodeVerdict.Refused;
            case "quarantined":
                return NodeVerdict.Quarantined;
            default:
                WireCheck.Throw($"verdict is none of serves, refused, quarantined");
                return default;
        }
    }
}
