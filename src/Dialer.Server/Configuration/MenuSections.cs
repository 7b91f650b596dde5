using Dialer.Core.Callers;

namespace Dialer.Server.Configuration;

/// <summary>Menus: trees of prompts and keys.</summary>
internal static class MenuSections
{
    public static IReadOnlyList<Menu> Read(IReadOnlyList<ConfigReader> sections, CallerTargets targets)
    {
        var menus = new List<Menu>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "welcome");
            References.Unique(section, "name", name, names);
            if (!section.Has("person"))
                section.ErrorAt("person", "This field is missing: where does 0, or silence, lead?", "Add it, such as \"person\": { \"queue\": \"reception\" }.");
            var menu = new Menu(name, [.. section.Sections("nodes", Menu.MostNodes).Select(node => ReadNode(node, targets))], targets.Field(section, "person") ?? CallerTarget.Queue(""));
            foreach (string fault in menu.Validate())
                section.Error(section.Node, fault + ".", "Correct the menu; docs/distribution.md describes it.");
            section.End();
            menus.Add(menu);
        }
        return menus;
    }

    private static MenuNode ReadNode(ConfigReader section, CallerTargets targets)
    {
        var node = new MenuNode(section.RequiredText("name", "start"), targets.Prompt(section, "prompt", section.RequiredText("prompt", "welcome.wav")))
        {
            Choices = ReadSteps(section, "keys", targets).ToDictionary(choice => choice.Key[0], choice => choice.Value),
            Digits = section.Has("digits") ? ReadDigits(section.Section("digits"), targets) : null,
            Question = section.Has("ask") ? ReadQuestion(section.Section("ask"), targets) : null,
            Next = section.Has("next") ? ReadStep(section.Shared("next"), targets) : null,
            TimeOut = section.Seconds("timeOutSeconds", TimeSpan.FromSeconds(5), 1, 60),
            Repeats = section.Whole("repeats", 2, 0, 10),
        };
        section.End();
        return node;
    }

    private static MenuDigits ReadDigits(ConfigReader section, CallerTargets targets)
    {
        int least = section.Whole("least", 1, 1, Menu.MostDigits);
        var digits = new MenuDigits(
            section.RequiredText("field", "customer number"),
            least,
            section.Whole("most", Math.Max(least, 12), 1, Menu.MostDigits),
            ReadStep(section.Shared("then"), targets),
            section.Flag("secret", false));
        section.End();
        return digits;
    }

    private static MenuQuestion ReadQuestion(ConfigReader section, CallerTargets targets)
    {
        string url = section.RequiredText("url", "https://crm.example/balance");
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            section.ErrorAt("url", $"\"{url}\" is not an address of the web.", "Write it in full, such as \"https://crm.example/balance\".");
        var question = new MenuQuestion(url, ReadSteps(section, "answers", targets), ReadStep(section.Shared("otherwise"), targets), section.Seconds("withinSeconds", TimeSpan.FromSeconds(3), 0.1, 30));
        section.End();
        return question;
    }

    private static Dictionary<string, MenuStep> ReadSteps(ConfigReader section, string field, CallerTargets targets)
    {
        var steps = new Dictionary<string, MenuStep>(StringComparer.Ordinal);
        foreach (var (key, step) in section.SharedEntries(field))
            if (field == "keys" && key.Length != 1)
                section.Error(step.Node, $"\"{key}\" is no key.", "Use 1 to 9, * or #.");
            else
                steps[key] = ReadStep(step, targets);
        return steps;
    }

    /// <summary>"node", or one of the places where callers go.</summary>
    private static MenuStep ReadStep(ConfigReader section, CallerTargets targets)
    {
        var step = section.Has("node") ? MenuStep.To(section.Text("node", 128) ?? "") : MenuStep.Leave(targets.Read(section, CallerTargets.Fields));
        section.End();
        return step;
    }
}
