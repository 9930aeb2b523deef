using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Farm.Coordinator.Sweeps;

/// <summary>
/// Reads YAML into nodes, over the parser's events: they carry every place, and keep keys that come twice.
/// </summary>
internal sealed class SweepTree
{
    private const int MostLevels = 32;

    private const string Expectation = "valid YAML: check colons, indentation, brackets and quotes up to here";

    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly SweepErrors errors;

    private SweepTree(string text, SweepErrors errors)
    {
        scanner = new Scanner(new StringReader(text), skipComments: true);
        parser = new Parser(scanner);
        this.errors = errors;
    }

    /// <summary>The file's one document, or null when it is no YAML or has none.</summary>
    public static SweepNode? Read(string text, SweepErrors errors)
    {
        var tree = new SweepTree(text, errors);
        try
        {
            return tree.Document();
        }
        catch (YamlException e)
        {
            errors.Add(At(e.Start), $"this is not YAML: {Reason(e)}", Expectation);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Some texts that are no YAML make the library itself stumble, such as a tag that is no address.
            errors.Add(At(tree.scanner.CurrentPosition), "this is not YAML: something unexpected stands here", Expectation);
            return null;
        }
    }

    private SweepNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            errors.Add(new Origin(1, 1), "the file is empty", "a sweep: a mapping with name, study, seed, trials and axes");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            errors.Add(At(second.Start), "a second document starts here", "one sweep a file");
        }

        return root;
    }

    private SweepNode Node(int level)
    {
        var next = parser.Consume<ParsingEvent>();
        var at = At(next.Start);
        if (next is AnchorAlias alias)
        {
            errors.Add(at, $"'*{alias.Value}' is an alias", "the value itself: a sweep has no anchors and aliases");
            return new BrokenNode(at);
        }

        SweepNode node = next switch
        {
            Scalar scalar => new ScalarNode(at, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => List(at, level + 1),
            MappingStart => Mapping(at, level + 1),
            _ => throw new YamlException(next.Start, next.End, "a value is missing"),
        };
        return IsPlainYaml((NodeEvent)next, at) ? node : new BrokenNode(at);
    }

    private bool IsPlainYaml(NodeEvent node, Origin at)
    {
        if (!node.Anchor.IsEmpty)
        {
            errors.Add(at, $"'&{node.Anchor.Value}' is an anchor", "the value alone: a sweep has no anchors and aliases");
        }

        if (!node.Tag.IsEmpty)
        {
            errors.Add(at, $"'{node.Tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal)}' is a tag", "the value alone: a sweep has no tags");
        }

        return node.Anchor.IsEmpty && node.Tag.IsEmpty;
    }

    private ListNode List(Origin at, int level)
    {
        CheckLevel(at, level);
        var items = new List<SweepNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(level));
        }

        return new ListNode(at, items);
    }

    private MappingNode Mapping(Origin at, int level)
    {
        CheckLevel(at, level);
        var entries = new List<SweepEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(level);
            var value = Node(level);
            if (key is ScalarNode { Text: var name })
            {
                entries.Add(new SweepEntry(name, key.At, value));
            }
            else if (key is not BrokenNode)
            {
                errors.Add(key.At, $"{key.Kind} stands where a key should", "a name");
            }
        }

        return new MappingNode(at, entries);
    }

    private static void CheckLevel(Origin at, int level)
    {
        if (level > MostLevels)
        {
            var mark = new Mark(0, at.Line, at.Column);
            throw new YamlException(mark, mark, FormattableString.Invariant($"it is nested more than {MostLevels} levels deep"));
        }
    }

    private static Origin At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>The library's reason without its own places, as words inside a sentence.</summary>
    private static string Reason(YamlException e)
    {
        var reason = (e.InnerException ?? e).Message.Trim().TrimEnd('.');
        return reason.Length == 0 ? "it cannot be parsed" : char.ToLowerInvariant(reason[0]) + reason[1..];
    }
}
