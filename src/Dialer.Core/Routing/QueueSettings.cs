namespace Dialer.Core.Routing;

public readonly record struct QueueId(int Value);

public readonly record struct SkillId(int Value);

/// <summary>A conversation waiting for or with an agent.</summary>
public readonly record struct InteractionId(long Value);

/// <summary>An agent needs every one of these, at least at the given proficiency.</summary>
public readonly record struct RequiredSkill(SkillId Skill, int MinimumProficiency);

/// <summary>Where interactions wait.</summary>
/// <param name="Skills">Empty: any agent.</param>
/// <param name="Priority">Higher is served first.</param>
/// <param name="ServiceLevel">Target wait, for the service level: answered within it / (answered + abandoned after it).</param>
/// <param name="MaxWaiting">Callers beyond this are refused (busy).</param>
/// <param name="Music">Name of the prompt looped to callers who wait.</param>
/// <param name="WrapUpLimit">Wrap-up ends by itself after this.</param>
public sealed record QueueSettings(
    QueueId Id,
    string Name,
    IReadOnlyList<RequiredSkill> Skills,
    int Priority,
    TimeSpan ServiceLevel,
    TimeSpan WrapUpLimit,
    int MaxWaiting = 1000,
    string Music = "music");
