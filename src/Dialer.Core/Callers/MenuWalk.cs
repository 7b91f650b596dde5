using System.Diagnostics;

namespace Dialer.Core.Callers;

/// <summary>One caller's walk through a menu. Each input gives one action; time is kept outside. Pure.</summary>
public sealed class MenuWalk(Menu menu)
{
    /// <summary>Nodes entered by one caller; whoever goes round in it so long gets a person.</summary>
    public const int MostSteps = 64;

    private readonly List<MenuEntry> _entries = [];
    private MenuNode _node = menu.Start;
    private string _digits = "";
    private MenuStep _afterSaying;
    private int _failures, _steps;

    public Menu Menu => menu;
    public MenuState State { get; private set; }

    /// <summary>The node in which the caller is, or was when they left.</summary>
    public string Node => _node.Name;

    /// <summary>Choices so far, in order.</summary>
    public string Keys { get; private set; } = "";

    /// <summary>What was keyed in, in order.</summary>
    public IReadOnlyList<MenuEntry> Entries => _entries;

    /// <summary>At the start of the menu.</summary>
    public MenuAction Begin() => Enter(menu.Start);

    /// <summary>The prompt, or what was said, has been heard to its end.</summary>
    public MenuAction PromptEnded() => State switch
    {
        MenuState.Prompting => AfterPrompt(),
        MenuState.Saying => Take(_afterSaying),
        MenuState.Listening or MenuState.Asking or MenuState.Left => MenuAction.None,
    };

    public MenuAction Key(char key) => State switch
    {
        MenuState.Prompting or MenuState.Listening => _node.Digits is { } digits ? Digit(digits, key) : Choice(key),
        MenuState.Asking or MenuState.Saying => key == '0' ? Leave(menu.Person) : MenuAction.None,
        MenuState.Left => MenuAction.None,
    };

    /// <summary>The time-out of Listen or Ask has passed.</summary>
    public MenuAction TimedOut() => State switch
    {
        MenuState.Listening => Silence(),
        MenuState.Asking => Take(_node.Question!.Otherwise),
        MenuState.Prompting or MenuState.Saying or MenuState.Left => MenuAction.None,
    };

    /// <summary>The company's system has answered.</summary>
    /// <param name="word">Names the way; null: it failed.</param>
    /// <param name="says">To be spoken first; null: nothing.</param>
    public MenuAction Answered(string? word, string? says)
    {
        if (State != MenuState.Asking)
            return MenuAction.None;
        var question = _node.Question!;
        var step = word is not null && question.Answers.TryGetValue(word, out var known) ? known : question.Otherwise;
        if (string.IsNullOrEmpty(says))
            return Take(step);
        _afterSaying = step;
        MoveTo(MenuState.Saying);
        return MenuAction.Say(says);
    }

    private MenuAction AfterPrompt()
    {
        if (_node.Question is { } question)
        {
            MoveTo(MenuState.Asking);
            return MenuAction.Ask(question.Name, question.Limit);
        }
        return _node.Next is { } next ? Take(next) : Listen();
    }

    private MenuAction Choice(char key)
    {
        if (key == '0')
            return Leave(menu.Person);
        if (_node.Choices.Count == 0)
            return MenuAction.None;
        if (!_node.Choices.TryGetValue(key, out var step))
            return Again();
        Keys += key;
        return Take(step);
    }

    private MenuAction Digit(MenuDigits digits, char key)
    {
        if (key == '#')
            return _digits.Length >= digits.Least ? Entered(digits) : _digits == "0" ? Leave(menu.Person) : Again();
        _digits = key == '*' ? "" : char.IsAsciiDigit(key) ? _digits + key : _digits;
        return _digits.Length >= digits.Most ? Entered(digits) : Listen();
    }

    private MenuAction Entered(MenuDigits digits)
    {
        _entries.RemoveAll(entry => entry.Field == digits.Field);
        _entries.Add(new MenuEntry(digits.Field, _digits, digits.IsSecret));
        return Take(digits.Next);
    }

    private MenuAction Silence()
    {
        if (_node.Digits is { } digits && _digits.Length >= digits.Least && _digits != "0")
            return Entered(digits);
        return _digits == "0" ? Leave(menu.Person) : Again();
    }

    private MenuAction Again()
    {
        _digits = "";
        if (_failures++ >= _node.Repeats)
            return Leave(menu.Person);
        MoveTo(MenuState.Prompting);
        return MenuAction.Play(_node.Prompt);
    }

    private MenuAction Listen()
    {
        MoveTo(MenuState.Listening);
        return MenuAction.Listen(_node.TimeOut);
    }

    private MenuAction Take(MenuStep step) => step.Node is { } name ? Enter(menu.Find(name)!) : Leave(step.Target);

    private MenuAction Enter(MenuNode node)
    {
        if (_steps++ >= MostSteps)
            return Leave(menu.Person);
        _node = node;
        _digits = "";
        _failures = 0;
        MoveTo(MenuState.Prompting);
        return MenuAction.Play(node.Prompt);
    }

    private MenuAction Leave(CallerTarget target)
    {
        MoveTo(MenuState.Left);
        return MenuAction.Leave(target);
    }

    // Anywhere but out of a menu that is left.
    private void MoveTo(MenuState next)
    {
        if (State == MenuState.Left)
            throw new UnreachableException($"menu {menu.Name}, node {_node.Name}: left, and {next} again");
        State = next;
    }
}
