using Dialer.Core.Callers;

namespace Dialer.Server.Configuration;

/// <summary>
/// Where callers are sent: one of "queue", "menu", "message" (a recording), "voicemail", "number" (at the PBX), "callBack" (a
/// campaign), "hangUp", "rules". That what is named exists is checked when all of it has been read.
/// </summary>
internal sealed class CallerTargets(ConfigFolder folder, Dictionary<string, string> prompts)
{
    /// <summary>Of a section of its own.</summary>
    public static readonly string[] Fields = ["queue", "menu", "message", "voicemail", "number", "callBack", "hangUp", "rules"];

    private readonly List<(ConfigReader Section, CallerTarget Target)> _named = [];

    /// <summary>Each target that was read, with the section that names it.</summary>
    public IReadOnlyList<(ConfigReader Section, CallerTarget Target)> Named => _named;

    /// <summary>The target that a section is; null: it is not written.</summary>
    public CallerTarget? Field(ConfigReader owner, string name)
    {
        if (!owner.Has(name))
            return null;
        var section = owner.Shared(name);
        var target = Read(section, Fields);
        section.End();
        return target;
    }

    /// <summary>The one of <paramref name="fields"/> that a section has.</summary>
    /// <param name="numberField">What the number at the PBX is called where "number" means something else.</param>
    public CallerTarget Read(ConfigReader section, IReadOnlyCollection<string> fields, string numberField = "number")
    {
        string[] there = [.. fields.Where(section.Has)];
        if (there.Length != 1)
        {
            string list = string.Join(", ", fields);
            section.Error(section.Node, there.Length == 0 ? "It is not said where callers go." : $"Callers cannot go to several places: {string.Join(", ", there)}.", $"Give one of {list}.");
            return CallerTarget.HangUp;
        }
        var target = ReadOne(section, there[0], numberField);
        _named.Add((section, target));
        return target;
    }

    private CallerTarget ReadOne(ConfigReader section, string field, string numberField)
    {
        if (field is "hangUp" or "rules")
        {
            if (!section.Flag(field, true))
                section.ErrorAt(field, "Only true makes sense here.", "Write true, or name another place.");
            return field == "rules" ? CallerTarget.Rules : CallerTarget.HangUp;
        }
        string name = section.Text(field, 256) ?? "";
        if (field == numberField)
            return new CallerTarget(CallerTargetKind.Number, Number(section, field, name));
        return field switch
        {
            "queue" => CallerTarget.Queue(name),
            "menu" => CallerTarget.Menu(name),
            "callBack" => CallBack(section, name),
            "voicemail" => Voicemail(section, name),
            _ => new CallerTarget(CallerTargetKind.Message, Prompt(section, field, name)),
        };
    }

    private static string Number(ConfigReader section, string field, string number)
    {
        if (number.Length > 0 && (number.Length > 32 || number.AsSpan().TrimStart('+').ContainsAnyExcept(NumberSections.Dialable)))
            section.ErrorAt(field, $"\"{number}\" is not a number that a PBX could be asked for.", "Use digits, * and #, with a leading + where the number has one.");
        return number;
    }

    /// <summary>A mailbox is a folder of recordings, so its name must be one.</summary>
    private CallerTarget Voicemail(ConfigReader section, string mailbox)
    {
        if (mailbox.AsSpan().ContainsAny("/\\") || mailbox.StartsWith('.'))
            section.ErrorAt("voicemail", $"\"{mailbox}\" cannot be the name of a mailbox.", "Use letters, digits, - and _.");
        Greet(section, CallerTarget.GreetingOf(mailbox));
        return new CallerTarget(CallerTargetKind.Voicemail, mailbox);
    }

    private CallerTarget CallBack(ConfigReader section, string campaign)
    {
        Greet(section, CallerTarget.CallBackPromptOf(campaign));
        return new CallerTarget(CallerTargetKind.CallBack, campaign);
    }

    /// <summary>Said once for each mailbox or campaign, wherever callers are sent there.</summary>
    private void Greet(ConfigReader section, string prompt)
    {
        if (section.Text("greeting") is { } greeting)
            prompts[prompt] = folder.Recording(section, "greeting", greeting);
    }

    /// <summary>The prompt that a target must have, and has not; null: all is there.</summary>
    public string? MissingPrompt(CallerTarget target)
    {
        string? needed = target.Kind switch
        {
            CallerTargetKind.Voicemail => CallerTarget.GreetingOf(target.Name),
            CallerTargetKind.CallBack => CallerTarget.CallBackPromptOf(target.Name),
            _ => null,
        };
        return needed is null || prompts.ContainsKey(needed) ? null : needed;
    }

    /// <summary>The name under which the line has that recording.</summary>
    public string Prompt(ConfigReader section, string field, string file)
    {
        if (file.Length == 0)
            return "";
        string full = folder.Recording(section, field, file);
        string name = "file" + full;
        prompts[name] = full;
        return name;
    }
}
