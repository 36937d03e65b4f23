import DefaultTheme from 'vitepress/theme';
import './accessibility.css';
import './layout.css';

export default DefaultTheme;
