namespace Dialer.Server.Http;

/// <summary>What became of an entry.</summary>
public enum AppliedHow
{
    Added,
    Changed,
    Removed,
}

/// <summary>What applying a configuration changed, or would change.</summary>
/// <param name="Changes">Empty: everything was as described already.</param>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Warnings">What whoever applies it should know.</param>
public sealed record ApplyReply(IReadOnlyList<AppliedChange> Changes, bool DryRun, IReadOnlyList<string> Warnings);

/// <summary>One entry.</summary>
/// <param name="Section">Of the configuration.</param>
/// <param name="Fields">Those that say something else than before; left out: all of it.</param>
/// <param name="ChangedByHand">Those that somebody had changed since a file gave them, and that the file gives anew.</param>
public sealed record AppliedChange(string Section, string Name, AppliedHow How, IReadOnlyList<string>? Fields, IReadOnlyList<string>? ChangedByHand);
