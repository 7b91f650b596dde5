namespace Dialer.Line;

/// <summary>The conversations of a campaign, or of the callers of a queue, are recorded: a stereo WAV file each, the person on the left and the agent on the right.</summary>
/// <param name="Folder">Absolute; a folder for each day is made in it.</param>
/// <param name="Notice">Name of the prompt that both parties hear first, and that is not recorded; null: nothing is said.</param>
/// <param name="OnDemand">Only from where the agent asks for it on; false: from the begin.</param>
/// <param name="Days">So long files are kept; null: for ever.</param>
public sealed record RecordingRule(string Folder, string? Notice, bool OnDemand = false, int? Days = null);
