namespace Dialer.Core.Callers;

/// <summary>A tree of prompts and keys, as data. 0, or silence to the end, leads to a person everywhere.</summary>
/// <param name="Person">Where a person is.</param>
public sealed record Menu(string Name, IReadOnlyList<MenuNode> Nodes, CallerTarget Person)
{
    public const int MostNodes = 1000;

    /// <summary>Digits that may be taken at once.</summary>
    public const int MostDigits = 32;

    /// <summary>Where callers begin.</summary>
    public MenuNode Start => Nodes[0];

    public MenuNode? Find(string node)
    {
        foreach (var candidate in Nodes)
            if (candidate.Name == node)
                return candidate;
        return null;
    }

    /// <summary>What is wrong with it, each with its node and what to do; empty: it can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Nodes.Count is 0 or > MostNodes)
        {
            errors.Add($"menu {Name}: it needs 1 to {MostNodes} nodes and has {Nodes.Count}");
            return errors;
        }
        if (Person.Kind is CallerTargetKind.Menu or CallerTargetKind.Rules or CallerTargetKind.HangUp)
            errors.Add($"menu {Name}: \"person\" must lead to a queue, a number, a mailbox or a call back");
        var reached = Reached();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            if (!names.Add(node.Name))
                errors.Add($"menu {Name}: two nodes are named {node.Name}; rename one");
            if (!reached.Contains(node.Name))
                errors.Add($"menu {Name}, node {node.Name}: no way leads there; lead a key to it or leave it out");
            errors.AddRange(FaultsOf(node).Select(fault => $"menu {Name}, node {node.Name}: {fault}"));
        }
        return errors;
    }

    private IEnumerable<string> FaultsOf(MenuNode node)
    {
        int ways = (node.Choices.Count > 0 ? 1 : 0) + (node.Digits is null ? 0 : 1) + (node.Question is null ? 0 : 1) + (node.Next is null ? 0 : 1);
        if (ways != 1)
            yield return "give one of keys, digits, ask and next";
        foreach (char key in node.Choices.Keys)
            if (key is not (>= '1' and <= '9' or '*' or '#'))
                yield return key == '0' ? "0 leads to a person everywhere; take another key" : $"'{key}' is no key; use 1 to 9, * or #";
        if (node.Digits is { } digits && (digits.Least < 1 || digits.Most < digits.Least || digits.Most > MostDigits))
            yield return $"digits must be 1 to {MostDigits}, and the least no more than the most";
        if (node.TimeOut <= TimeSpan.Zero)
            yield return "the time-out must be above 0";
        if (node.Repeats < 0)
            yield return "repeats must not be negative";
        foreach (var step in node.Steps())
        {
            if (step.Node is { } next && Find(next) is null)
                yield return $"no node is named {next}";
            if (step.Node is null && step.Target == CallerTarget.Menu(Name))
                yield return "lead to the node, not to the menu itself";
        }
    }

    private HashSet<string> Reached()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { Start.Name };
        var open = new Queue<MenuNode>([Start]);
        while (open.TryDequeue(out var node))
            foreach (var step in node.Steps())
                if (step.Node is { } name && Find(name) is { } next && reached.Add(name))
                    open.Enqueue(next);
        return reached;
    }
}
